import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import { DocumentModel } from '../jobs/model';
import { failureOf, type IFailure, type ISample } from '../tokens';
import type { IListed, ISampleList, ISampleReader } from './list';

/** Only faces can be compared. */
export function hasFace({ assessment }: Pick<IListed, 'assessment'>): boolean {
  return assessment !== null && assessment !== 'not-acquired';
}

/** Samples that are offered at once. */
const OFFERED = 60;

/** A sample beside another one of the list: which are offered, and the job that compares their pictures. */
export class SampleComparison implements IDisposable {
  constructor(
    private readonly service: ISampleReader,
    private readonly list: ISampleList,
    private readonly language: 'en' | 'zh'
  ) {}

  readonly stateChanged: Signal<this, void> = new Signal(this);

  /** Samples to choose from; null while none is to be chosen. */
  get offered(): readonly IListed[] | null {
    return this._offered;
  }

  /** The comparison; null while there is none. */
  get job(): DocumentModel | null {
    return this._job;
  }

  /** True where the picture of the sample chosen lies where the server does not read. */
  get elsewhere(): boolean {
    return this._elsewhere;
  }

  get failure(): IFailure | null {
    return this._failure;
  }

  /** Offers those that stand next to it in the list. */
  choose(sample: ISample): void {
    this.end();
    this.asked++;
    const at = Math.max(
      0,
      this.list.items.findIndex(({ id }) => id === sample.id)
    );
    const from = Math.max(0, at - OFFERED / 2);
    this.offer(this.list.items.slice(from, from + OFFERED + 1), sample);
  }

  /** Offers those with this in their path; of none, those of the list. */
  async search(sample: ISample, text: string): Promise<void> {
    if (text.trim() === '') {
      this.choose(sample);
      return;
    }
    const mine = ++this.asked;
    try {
      const { items } = await this.service.samples({ text: text.trim() }, 'best', OFFERED + 1, null);
      if (mine === this.asked) this.offer(items, sample);
    } catch (error) {
      if (mine === this.asked) this.fail(error);
    }
  }

  /** Compares the pictures of both. */
  async with(sample: ISample, id: number): Promise<void> {
    const mine = ++this.asked;
    this._elsewhere = false;
    try {
      const other = await this.service.sample(id);
      if (mine !== this.asked) return;
      if (sample.open === null || other.open === null) this._elsewhere = true;
      else this.start(sample.open, sample.name, other.open, other.name);
    } catch (error) {
      if (mine === this.asked) this.fail(error);
    }
    this.stateChanged.emit();
  }

  /** Shows the sample alone again. */
  close(): void {
    this.asked++;
    this.end();
    this._offered = null;
    this.stateChanged.emit();
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    if (this._disposed) return;
    this._disposed = true;
    this.asked++;
    this.end();
    Signal.clearData(this);
  }

  private start(path: string, name: string, otherPath: string, otherName: string): void {
    this.end();
    const things = [
      { path, name },
      { path: otherPath, name: otherName }
    ];
    const state = { id: UUID.uuid4(), task: { kind: 'compare' as const, things }, job: null };
    this._offered = null;
    this._job = new DocumentModel(this.service, this.language, state);
    this._job.stateChanged.connect(() => this.stateChanged.emit());
    this._job.begin();
  }

  private offer(items: readonly IListed[], sample: ISample): void {
    this._failure = null;
    this._offered = items.filter(one => one.id !== sample.id && hasFace(one)).slice(0, OFFERED);
    this.stateChanged.emit();
  }

  private end(): void {
    this._job?.dispose();
    this._job = null;
    this._failure = null;
    this._elsewhere = false;
  }

  private fail(error: unknown): void {
    this._failure = failureOf(error);
    this.stateChanged.emit();
  }

  private _offered: readonly IListed[] | null = null;
  private _job: DocumentModel | null = null;
  private _elsewhere = false;
  private _failure: IFailure | null = null;
  private asked = 0;
  private _disposed = false;
}
