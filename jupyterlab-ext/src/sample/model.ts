import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { Thumbnails } from '../panels/samples/thumbnails';
import { failureOf, type IFailure, type IPolicy, type ISample } from '../tokens';
import { SampleComparison } from './comparison';
import type { IListed, ISampleList } from './list';

/** Neighbours of the same identity that are shown. */
const NEIGHBOURS = 12;

/** One sample in full, and its neighbours in the list it was opened from. */
export class SampleModel implements IDisposable {
  constructor(
    private readonly list: ISampleList,
    id: number,
    language: 'en' | 'zh' = 'en'
  ) {
    this.service = list.reader;
    this._id = this.anchor = id;
    this.comparison = new SampleComparison(this.service, list, language);
    this.comparison.stateChanged.connect(() => this.stateChanged.emit());
    void this.load();
  }

  readonly stateChanged: Signal<this, void> = new Signal(this);
  /** This sample beside another one. */
  readonly comparison: SampleComparison;

  /** Other samples of the same identity, best first; null while they are on their way. */
  get neighbours(): readonly IListed[] | null {
    return this._neighbours;
  }

  get thumbnails(): Thumbnails {
    return this.list.thumbnails;
  }

  get id(): number {
    return this._id;
  }

  /** Null while it is on its way. */
  get sample(): ISample | null {
    return this._sample;
  }

  get failure(): IFailure | null {
    return this._failure;
  }

  /** The crop, as an address; null where none was kept or it is on its way. */
  get thumbnail(): string | null {
    return this._thumbnail;
  }

  /** The picture itself; null while it is on its way and where it cannot be had. */
  get picture(): string | null {
    return this._picture;
  }

  get pictureFailed(): boolean {
    return this._pictureFailed;
  }

  /** Thresholds in force. */
  get thresholds(): { reject: number; trust: number } {
    const value = (key: string, other: number) => this.policy?.inForce.find(one => one.key === key)?.value ?? other;
    return { reject: value('qualityReject', 0.4), trust: value('qualityTrust', 0.6) };
  }

  get removed(): boolean {
    return this._removed;
  }

  /** True where the list goes on in this direction. */
  has(step: 1 | -1): boolean {
    return this.neighbour(step) !== null;
  }

  go(step: 1 | -1): void {
    const id = this.neighbour(step);
    if (id === null) return;
    this._id = this.anchor = id;
    this.gap = null;
    this.list.active = id;
    // The list is read on before its end is reached.
    if (this.place() >= this.list.items.length - 5) void this.list.more();
    void this.load();
  }

  /** Shows a sample that need not be in the list; the list goes on from where it was. */
  show(id: number): void {
    if (this.list.items.some(one => one.id === id)) {
      this.anchor = this.list.active = id;
      this.gap = null;
    }
    this._id = id;
    void this.load();
  }

  /** Removes the record; the picture's file is left alone. */
  async remove(): Promise<void> {
    const id = this._id;
    const at = this.place();
    try {
      await this.service.deleteSample(id);
      this._removed = true;
      if (id === this.anchor && at >= 0) this.gap = at;
      this.list.removed(id);
    } catch (error) {
      this.fail(error);
    }
    this.stateChanged.emit();
  }

  /** Looks at the samples of the same identity. */
  showIdentity(): void {
    const identity = this._sample?.identity;
    if (identity) this.list.view.selection.show({ identity });
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    if (this._disposed) return;
    this._disposed = true;
    this.comparison.dispose();
    this.forgetPicture();
    Signal.clearData(this);
  }

  private place(): number {
    return this.list.items.findIndex(({ id }) => id === this.anchor);
  }

  private neighbour(step: 1 | -1): number | null {
    const at = this.place();
    if (at >= 0) return this.list.items[at + step]?.id ?? null;
    return this.gap === null ? null : (this.list.items[step > 0 ? this.gap : this.gap - 1]?.id ?? null);
  }

  private async load(): Promise<void> {
    const id = this._id;
    const wanted = () => id === this._id && !this._disposed;
    this._failure = null;
    this._removed = false;
    this._neighbours = null;
    this.comparison.close();
    try {
      const [sample, policy] = await Promise.all([this.service.sample(id), this.policy ?? this.service.policy()]);
      if (!wanted()) return;
      this.policy = policy;
      this._sample = sample;
      this._thumbnail = null;
      this._pictureFailed = false;
      this.forgetPicture();
      this.stateChanged.emit();
      await Promise.all([
        this.loadThumbnail(sample, wanted),
        this.loadPicture(sample, wanted),
        this.loadNeighbours(sample, wanted)
      ]);
    } catch (error) {
      if (wanted()) this.fail(error);
    }
    if (wanted()) this.stateChanged.emit();
  }

  private async loadThumbnail(sample: ISample, wanted: () => boolean): Promise<void> {
    if (!sample.hasThumbnail) return;
    const url = await this.list.thumbnails.load(sample.id, sample.version ?? null);
    if (!wanted()) return;
    this._thumbnail = url;
    this.stateChanged.emit();
  }

  private async loadPicture(sample: ISample, wanted: () => boolean): Promise<void> {
    if (sample.open === null) return;
    try {
      const blob = await this.service.picture(sample.open);
      if (wanted()) this._picture = URL.createObjectURL(blob);
    } catch {
      // The file has gone or cannot be read: the record says what there is to say.
      if (wanted()) this._pictureFailed = true;
    }
  }

  private async loadNeighbours({ id, identity }: ISample, wanted: () => boolean): Promise<void> {
    if (!identity) return;
    // One more, for the sample itself is among them.
    const { items } = await this.service.samples({ identity }, 'best', NEIGHBOURS + 1, null);
    if (!wanted()) return;
    this._neighbours = items.filter(one => one.id !== id).slice(0, NEIGHBOURS);
    this.stateChanged.emit();
  }

  private forgetPicture(): void {
    if (this._picture) URL.revokeObjectURL(this._picture);
    this._picture = null;
  }

  private fail(error: unknown): void {
    this._failure = failureOf(error);
  }

  private readonly service: ISampleList['reader'];
  private _id: number;
  /** Where the reader is in the list. */
  private anchor: number;
  /** Place of the list at which the reader's sample was before it was deleted. */
  private gap: number | null = null;
  private _neighbours: readonly IListed[] | null = null;
  private _sample: ISample | null = null;
  private policy: IPolicy | null = null;
  private _thumbnail: string | null = null;
  private _picture: string | null = null;
  private _pictureFailed = false;
  private _failure: IFailure | null = null;
  private _removed = false;
  private _disposed = false;
}
