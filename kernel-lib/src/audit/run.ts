/** Carries out an audit: a run in the store that can be stopped, killed and gone on with, and in which nothing is doubled. */
import path from 'node:path';
import { definedOnly } from '../defined';
import { FacegaugeError } from '../errors';
import { FailedPicture, toRow, type BatchItem, type BatchOptions, type Session } from '../session';
import { UNKNOWN_CAMERA } from '../source-words';
import type { Store } from '../store';
import {
  countOf,
  intake,
  isFailure,
  labeller,
  placesOf,
  type AuditItem,
  type Intake,
  type IntakeFailure,
  type LabelRules
} from './intake';
import { finished, type Known } from './known';
import { Tally, type AuditProgress } from './progress';
import { beginOrGoOn, storeOf, workOn } from './which-run';
import { ownFiles } from './score';
import { nameOfSpec, specOf } from './spec';

export interface AuditOptions extends Omit<BatchOptions, 'run' | 'source' | 'allFaces' | 'signal'>, LabelRules {
  /** What the run is called; default: after the first path. The newest run of a name is the one that is opened and gone on with. */
  name?: string;
  /** true: a new run of that name, whatever there is. Default: the same call again goes on with its run. */
  again?: boolean;
  /** Ends the audit after the pictures in flight; it can be gone on with. */
  signal?: AbortSignal;
  /** Told after every picture. */
  onProgress?: (progress: AuditProgress) => void;
}

/** Pictures that are recognised at a time. */
const AHEAD = 32;

/**
 * Looks at every picture of a data set and records it in a run of the session's store.
 *
 * Memory does not grow with the number of pictures. Finished pictures of the run are recognised by path, size and time of the
 * file, those whose file was touched by their content; failed ones are tried again. Folders that cannot be read, and rows of a
 * list that name no picture, are recorded as failures, and the audit goes on.
 * @returns id of the run
 * @throws FacegaugeError INVALID_ARGUMENT, MISSING (nothing is begun), STORE_* where the store cannot be written, STORE_BUSY where
 *   another process works on the run, ABORTED once stopped, ROWS_LOST where results could not be recorded
 */
export async function carryOut(session: Session, what: readonly string[], options: AuditOptions = {}): Promise<number> {
  const store = storeOf(session);
  const { source, ...rest } = options;
  const spec = specOf(what, options, { ...session.pictureOptions, ...definedOnly(rest) }, session.model.detector);
  const label = labeller(options);
  const places = await placesOf(what);
  const name = options.name ?? nameOfSpec(spec);
  const run = await beginOrGoOn(store, session, name, spec, options.again ?? false);
  const over = workOn(store, run);

  const tally = new Tally(name);
  let passedOver = 0;
  const leave = ownFiles(session);
  const stop = options.signal ?? new AbortController().signal;
  const counting = new AbortController();
  const report = (): void => options.onProgress?.(tally.progress());
  const lostBefore = (await session.recorded()).lost;
  let state: 'done' | 'aborted' | 'failed' = 'failed';
  try {
    await store.execute('audit-forget-failures', { run });
    countOf(places, { label, leave }, counting.signal).then(
      total => {
        tally.total = total;
        return store.updateRun(run, { total });
      },
      // Not known is not wrong.
      () => undefined
    );
    report();
    const work = new Work(session, store, run, tally, report);
    const items = intake(places, { label, leave, onPassedOver: () => passedOver++ });
    const { signal: _, onProgress: _p, name: _n, again: _a, identity: _i, pattern: _t, ...batch } = rest;
    const bySource = source === 'camera' ? { sourceOf: cameraOf } : {};
    const batchOptions = { ...batch, ...bySource, run, preview: false };
    for await (const result of session.extractAll(work.unfinished(items, stop), batchOptions)) {
      tally.result(result);
      report();
    }
    const { lost, reason, file } = await session.recorded();
    if (lost > lostBefore) throw rowsLost(lost - lostBefore, file, reason);
    if (stop.aborted) throw stopped(name, tally.passed);
    state = 'done';
    return run;
  } catch (error) {
    if (error instanceof FacegaugeError && error.code === 'ABORTED') state = 'aborted';
    throw error;
  } finally {
    counting.abort();
    over();
    await end(store, run, state, passedOver);
  }
}

/** A picture whose camera wrote nothing came from a source all the same. */
function cameraOf({ camera }: { camera: string | null }): string {
  return camera ?? UNKNOWN_CAMERA;
}

class Work {
  constructor(
    private readonly session: Session,
    private readonly store: Store,
    private readonly run: number,
    private readonly tally: Tally,
    private readonly report: () => void
  ) {}

  /** What must be looked at; what could not be looked into is recorded on the way. */
  async *unfinished(items: AsyncIterable<Intake>, stop: AbortSignal): AsyncGenerator<BatchItem, void, undefined> {
    for await (const some of several(items, AHEAD)) {
      if (stop.aborted) return;
      const pictures = some.filter((one): one is AuditItem => !isFailure(one));
      for (const one of some) if (isFailure(one)) await this.fail(one);
      const known = await Promise.all(pictures.map(item => finished(this.store, this.run, item)));
      for (const [i, item] of pictures.entries()) {
        if (stop.aborted) return;
        const before = known[i];
        if (before) this.recognise(before);
        else yield toBatchItem(item);
      }
    }
  }

  private recognise(known: Known): void {
    this.tally.recognised(known);
    this.report();
  }

  private async fail({ error, path: place, key }: IntakeFailure): Promise<void> {
    const { id: model, recogniser } = this.session.model;
    const source = place === null ? key!.split(':')[0] : path.basename(place);
    // A key of its own tells it from a picture: whoever looks again forgets it first.
    const failed = new FailedPicture(place, source, error, this.session.language, key ?? source);
    const context = { run: this.run, model, recogniser, identity: null, tags: null, policyVersion: null };
    await this.store.ready();
    void this.store.record(toRow(failed, { ...context, processedAt: Date.now() }));
    this.tally.failure();
    this.report();
  }
}

function toBatchItem({ image, source, identity, tags }: AuditItem): BatchItem {
  return { image, source: source ?? undefined, identity: identity ?? undefined, tags: tags ?? undefined };
}

async function* several<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[], void, undefined> {
  let some: T[] = [];
  for await (const item of items) {
    some.push(item);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** A store that cannot be written has said so already; the run is then found without an owner. */
async function end(store: Store, run: number, state: 'done' | 'aborted' | 'failed', passedOver: number): Promise<void> {
  try {
    await store.updateRun(run, { cursor: JSON.stringify({ passedOver }) });
    await store.endRun(run, state);
  } catch (error) {
    if (state === 'done') throw error;
  }
}

function stopped(name: string, done: number): FacegaugeError {
  return new FacegaugeError('ABORTED', `The audit "${name}" was stopped after ${done} pictures.`, {
    found: `${done} pictures done`,
    action: 'The same call goes on where it stopped.'
  });
}

function rowsLost(rows: number, file: string | null, reason: string | null): FacegaugeError {
  return new FacegaugeError('ROWS_LOST', `${rows} results of the audit could not be recorded.`, {
    found: reason ?? undefined,
    path: file ?? undefined,
    action: 'Make room or repair the store; the same call goes on where it stopped.'
  });
}
