import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { Signal } from '@lumino/signaling';
import type { IJob } from '../contract';
import { failureOf, type IFacegaugeService, type IFailure } from '../tokens';
import { type ITask, kindFor, type PictureFile } from './task';

/** How the server calls a picture that it was sent. */
const UPLOADED = /^upload:/;

/** What brings a document back at the next visit. */
export interface IDocumentState {
  id: string;
  task: ITask | null;
  job: string | null;
}

/**
 * A document about pictures or a folder: what is asked, the job of the server that finds it out, and what came of it. Disposed of,
 * it ends the job and has the server forget the pictures it was sent.
 */
export class DocumentModel implements IDisposable {
  constructor(
    private readonly service: Pick<IFacegaugeService, 'startJob' | 'job' | 'endJob' | 'upload' | 'forget' | 'keep'>,
    private readonly language: 'en' | 'zh',
    state: IDocumentState
  ) {
    this.id = state.id;
    this._task = state.task;
    this.jobId = state.job;
    this.poll = new Poll({
      name: 'jupyterlab-facegauge:job',
      factory: () => this.look(),
      frequency: { interval: 500, backoff: true, max: 10_000 },
      // The server ends a job that nobody asks for; a hidden tab's is wanted all the same.
      standby: 'never',
      auto: false
    });
  }

  /** Tells documents apart. */
  readonly id: string;
  readonly stateChanged: Signal<this, void> = new Signal(this);
  /** What brings it back has changed. */
  readonly taskChanged: Signal<this, void> = new Signal(this);
  /** The job has come to its end. */
  readonly done: Signal<this, IJob> = new Signal(this);

  /** Null while nothing has been chosen. */
  get task(): ITask | null {
    return this._task;
  }

  /** Null before the server has said anything. */
  get job(): IJob | null {
    return this._job;
  }

  /** Why the server cannot be asked; null where it can. */
  get failure(): IFailure | null {
    return this._failure;
  }

  /** How many pictures of how many are with the server; null where none are being sent. */
  get sending(): { done: number; total: number } | null {
    return this._sending;
  }

  get busy(): boolean {
    return this._sending !== null || this.starting || this._job?.state === 'queued' || this._job?.state === 'running';
  }

  get state(): IDocumentState {
    return { id: this.id, task: this._task, job: this.jobId };
  }

  /** Carries the task out, or goes on with the job that does. At the first call only: later ones change nothing. */
  begin(): void {
    if (this.begun || !this._task || this._disposed) return;
    this.begun = true;
    if (this.jobId !== null) void this.poll.start();
    else void this.start();
  }

  /** Does something else, or the same again. */
  ask(task: ITask): void {
    void this.end();
    const kept = new Set(task.things.map(({ path }) => path));
    this.forget((this._task?.things ?? []).filter(({ path }) => !kept.has(path)));
    this._task = task;
    this.begun = true;
    this.taskChanged.emit();
    void this.start();
  }

  /** The same with A and B changed over. */
  swap(): void {
    if (this._task?.kind === 'compare') this.ask({ kind: 'compare', things: [...this._task.things].reverse() });
  }

  /**
   * Sends pictures of the reader's machine to the server, then compares two or assesses them.
   * @param folder where they are kept, below the server's root; null: the server forgets them
   */
  async take(files: readonly PictureFile[], folder: string | null): Promise<void> {
    if (files.length === 0 || this.busy) return;
    this._failure = null;
    const things = [];
    try {
      for (const file of files) {
        this._sending = { done: things.length, total: files.length };
        this.stateChanged.emit();
        const path = await (folder === null
          ? this.service.upload(file.name, file)
          : this.service.keep(folder, file.name, file));
        things.push({ path, name: file.name });
        if (this._disposed) break;
      }
    } catch (error) {
      this.fail(error);
    }
    this._sending = null;
    if (this._disposed || this._failure) {
      this.forget(things);
      if (!this._disposed) this.stateChanged.emit();
    } else this.ask({ kind: kindFor(things.length), things });
  }

  /** Ends the job; what is shown stays. */
  async stop(): Promise<void> {
    const job = this._job;
    await this.end();
    if (job && !this._disposed) this._job = { ...job, state: 'cancelled' };
    this.taskChanged.emit();
    this.stateChanged.emit();
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    if (this._disposed) return;
    this._disposed = true;
    void this.end();
    this.forget(this._task?.things ?? []);
    this.poll.dispose();
    Signal.clearData(this);
  }

  private async start(): Promise<void> {
    const task = this._task!;
    const wanted = () => task === this._task && !this._disposed;
    this.jobId = null;
    this._job = null;
    this._failure = null;
    this.starting = true;
    this.stateChanged.emit();
    try {
      const paths = task.things.map(({ path }) => path);
      const id = await this.service.startJob(task.kind, paths, this.language);
      if (!wanted()) {
        this.dismiss(id);
        return;
      }
      this.jobId = id;
      this.taskChanged.emit();
      void this.poll.start();
    } catch (error) {
      if (wanted()) this.fail(error);
    } finally {
      if (wanted()) {
        this.starting = false;
        this.stateChanged.emit();
      }
    }
  }

  /** Looks how far the job is, until it has ended. */
  private async look(): Promise<void> {
    const id = this.jobId;
    if (id === null) return this.poll.stop();
    let job: IJob;
    try {
      job = await this.service.job(id);
    } catch (error) {
      if (id !== this.jobId || this._disposed) return;
      this.fail(error);
      const gone = this._failure?.failure === 'gone';
      if (gone && this.canBeRepeated()) return this.start();
      if (gone) this.lose();
      this.stateChanged.emit();
      // The server may come back: rejecting makes the poll wait longer.
      if (!gone) throw error;
      return;
    }
    if (id !== this.jobId || this._disposed) return;
    this._failure = null;
    this._job = job;
    if (job.state !== 'queued' && job.state !== 'running') {
      void this.poll.stop();
      this.done.emit(job);
    }
    this.stateChanged.emit();
  }

  /** The server does not know the job any more, for it was started again: what it was about can be asked anew. */
  private lose(): void {
    void this.poll.stop();
    this.jobId = null;
    this._job = null;
    this.taskChanged.emit();
  }

  /** A document that comes back at the next visit shows again what it showed; nothing is audited unasked. */
  private canBeRepeated(): boolean {
    return (
      this._job === null && this._task!.kind !== 'audit' && !this._task!.things.some(({ path }) => UPLOADED.test(path))
    );
  }

  private async end(): Promise<void> {
    const id = this.jobId;
    this.jobId = null;
    if (!this.poll.isDisposed) void this.poll.stop();
    if (id !== null) await this.dismiss(id);
  }

  private dismiss(id: string): Promise<void> {
    // Where the server cannot be told, it ends the job by itself, for nobody asks any more.
    return this.service.endJob(id).catch(() => undefined);
  }

  private forget(things: ITask['things']): void {
    for (const { path } of things) {
      // What cannot be forgotten now is in an hour.
      if (UPLOADED.test(path)) void this.service.forget(path).catch(() => undefined);
    }
  }

  private fail(error: unknown): void {
    this._failure = failureOf(error);
  }

  private readonly poll: Poll;
  private _task: ITask | null;
  private jobId: string | null;
  private begun = false;
  private starting = false;
  private _job: IJob | null = null;
  private _failure: IFailure | null = null;
  private _sending: { done: number; total: number } | null = null;
  private _disposed = false;
}
