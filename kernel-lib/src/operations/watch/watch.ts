/**
 * Scores pictures as they appear in a folder. Events are hints, as no system gives them all; a look at the whole folder now and then
 * is the truth.
 */
import path from 'node:path';
import { ownFiles, walk } from '../../audit';
import { isFailed, type PictureResult, type Session } from '../../session';
import { FolderEvents } from './folder-events';
import { FileQueue } from './queue';
import { isFinishedName, isSame, isSettled, stateOf, type FileState } from './settle';

export interface WatchOptions {
  source?: string;
  /** Once aborted, nothing more is taken; what is in work is finished. */
  signal?: AbortSignal;
  /** How often the whole folder is looked at, ms (default 60,000). */
  rescanMs?: number;
  /** How long a file must have been left alone to be taken for finished, ms (default 1,000). */
  settleMs?: number;
  /** Told of folders that cannot be read and of a system that gives no events, once each. */
  onTrouble?: (message: string) => void;
  /** False: results have an empty `preview` (default true). */
  preview?: boolean;
}

const RESCAN_MS = 60_000;
const SETTLE_MS = 1_000;

/**
 * Results in the order of completion, for as long as nobody aborts. A file is scored once in each of its states (size and time of its
 * last change); what the store has of an earlier watch counts.
 * @throws FacegaugeError as `Session.extractAll`
 */
export async function* watch(
  session: Session,
  folder: string,
  options: WatchOptions = {}
): AsyncGenerator<PictureResult, void, undefined> {
  const root = path.resolve(folder);
  const scout = new Scout(session, root, options);
  try {
    await scout.start();
    for await (const result of session.extractAll(scout.queue, { source: options.source, preview: options.preview })) {
      await scout.done(result);
      yield result;
    }
  } finally {
    await scout.close();
  }
}

class Scout {
  readonly queue = new FileQueue();
  /** Files of the folder that were taken, and in which state. Those that are gone are forgotten, so this does not grow for ever. */
  #taken = new Map<string, FileState>();
  /** Files that somebody may still be writing. */
  readonly #unsettled = new Set<string>();
  readonly #said = new Set<string>();
  readonly #events: FolderEvents;
  #timers: NodeJS.Timeout[] = [];
  #scanning: Promise<void> | null = null;
  readonly #own: (file: string) => boolean;

  constructor(
    private readonly session: Session,
    private readonly root: string,
    private readonly options: WatchOptions
  ) {
    this.#own = ownFiles(session);
    this.#events = new FolderEvents(
      file => this.#isOurs(file) && this.#unsettled.add(file),
      error => this.#trouble(`Not all events of ${root} are told (${error.message}); it is looked at now and then.`)
    );
  }

  async start(): Promise<void> {
    const { signal, rescanMs = RESCAN_MS, settleMs = SETTLE_MS } = this.options;
    if (signal?.aborted) return this.queue.end();
    signal?.addEventListener('abort', this.#stop, { once: true });
    for (const { path: file, ...state } of this.session.store?.filesBelow(this.root) ?? [])
      this.#taken.set(file, state);
    await this.#events.add(this.root);
    await this.#scan();
    this.#timers = [
      setInterval(() => void this.#scan(), rescanMs),
      setInterval(() => void this.#settle(), Math.min(settleMs, 500))
    ];
  }

  /** A picture that turned out to be cut short while somebody was writing it is looked at again. */
  async done(result: PictureResult): Promise<void> {
    if (result.path === null || !isFailed(result)) return;
    const taken = this.#taken.get(result.path);
    const now = await stateOf(result.path);
    if (taken && now && !isSame(taken, now)) this.#unsettled.add(result.path);
  }

  async close(): Promise<void> {
    this.options.signal?.removeEventListener('abort', this.#stop);
    this.#timers.forEach(clearInterval);
    this.queue.end();
    this.#events.close();
    await this.#scanning;
  }

  readonly #stop = (): void => this.queue.end();

  async #scan(): Promise<void> {
    this.#scanning ??= this.#look().finally(() => (this.#scanning = null));
    await this.#scanning;
  }

  async #look(): Promise<void> {
    const there = new Map<string, FileState>();
    for await (const file of walk([this.root], (folder, error) => this.#trouble(`${folder}: ${error.message}`))) {
      const taken = this.#taken.get(file);
      if (taken) there.set(file, taken);
      if (this.#isOurs(file)) await this.#consider(file, there);
    }
    // What was taken while the folder was being looked at may lie in a part that had been passed.
    for (const [file, state] of this.#taken) if (!there.has(file) && (await stateOf(file))) there.set(file, state);
    this.#taken = there;
    await this.#events.prune();
  }

  async #settle(): Promise<void> {
    for (const file of [...this.#unsettled]) await this.#consider(file, this.#taken);
  }

  async #consider(file: string, known: Map<string, FileState>): Promise<void> {
    const { settleMs = SETTLE_MS } = this.options;
    const state = await stateOf(file);
    const taken = this.#taken.get(file);
    if (!state || (taken && isSame(taken, state))) return void this.#unsettled.delete(file);
    if (!isSettled(state, Date.now(), settleMs)) return void this.#unsettled.add(file);
    this.#unsettled.delete(file);
    this.#taken.set(file, state);
    known.set(file, state);
    this.queue.push(file);
  }

  #isOurs(file: string): boolean {
    const inside = path.relative(this.root, file).split(path.sep);
    return inside.every(part => isFinishedName(part)) && !this.#own(file);
  }

  #trouble(message: string): void {
    if (!this.#said.has(message)) this.options.onTrouble?.(message);
    this.#said.add(message);
  }
}
