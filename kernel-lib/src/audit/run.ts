/** Carries out an audit: a run in the store that can be stopped, killed and gone on with, and in which nothing is doubled. */
import path from 'node:path';
import { definedOnly } from '../defined';
import { FacegaugeError } from '../errors';
import { FailedPicture, toRow, type BatchItem, type BatchOptions, type PictureOptions, type Session } from '../session';
import type { Run, Store } from '../store';
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
import { ownFiles } from './score';
import { differences, nameOfSpec, readSpec, rulesOf, sameSpec, specOf, type AuditSpec } from './spec';

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

/** Runs that this process works on, by the store they lie in. */
const working = new WeakMap<Store, Set<number>>();

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
  const spec = specOf(what, options, { ...session.pictureOptions, ...definedOnly(rest) });
  const label = labeller(options);
  const places = await placesOf(what);
  const name = options.name ?? nameOfSpec(spec);
  const run = await beginOrGoOn(store, session, name, spec, options.again ?? false);
  const busy = working.get(store) ?? new Set();
  working.set(store, busy.add(run));

  const tally = new Tally(name);
  let passedOver = 0;
  const leave = ownFiles(session);
  const stop = options.signal ?? new AbortController().signal;
  const over = new AbortController();
  const report = (): void => options.onProgress?.(tally.progress());
  const lostBefore = (await session.recorded()).lost;
  let state: 'done' | 'aborted' | 'failed' = 'failed';
  try {
    await store.execute('audit-forget-failures', { run });
    countOf(places, { label, leave }, over.signal).then(
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
    for await (const result of session.extractAll(work.unfinished(items, stop), { ...batch, ...bySource, run })) {
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
    over.abort();
    busy.delete(run);
    await end(store, run, state, passedOver);
  }
}

/** A picture whose camera wrote nothing came from a source all the same. */
function cameraOf({ camera }: { camera: string | null }): string {
  return camera ?? 'unknown camera';
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

async function beginOrGoOn(
  store: Store,
  session: Session,
  name: string,
  spec: AuditSpec,
  again: boolean
): Promise<number> {
  const { id: model, recogniser } = session.model;
  const newest: Run | undefined = store.runs(name)[0];
  const before = newest && readSpec(newest.options);
  const same = before && sameSpec(before, spec) && newest.model === model && newest.recogniser === recogniser;
  if (again || !same) return store.beginRun({ name, model, recogniser, options: spec });
  if (working.get(store)?.has(newest.id))
    throw new FacegaugeError('INVALID_ARGUMENT', `The audit "${name}" is under way in this process.`, {
      found: `run ${newest.id}`,
      action: 'Wait for it or stop it first.'
    });
  return (await store.resumeRun(newest.id)).id;
}

/**
 * What the newest run of a name was asked for, to go on with it.
 * @param name null: what `what` is called without a name
 * @param what empty, or what it was
 * @param asked options that are given again: they must be those it was begun with
 * @throws FacegaugeError INVALID_ARGUMENT where there is none, where it was asked for something else or with other options, and where
 *   the session's networks are others
 */
export function whatWasAsked(
  session: Session,
  name: string | null,
  what: readonly string[],
  asked: { rules?: LabelRules; picture?: PictureOptions } = {}
): { name: string; what: string[]; rules: LabelRules; picture: object } {
  const places = what.length > 0 ? specOf(what, {}, {}) : null;
  const called = name ?? (places && nameOfSpec(places));
  const newest = called === null ? undefined : storeOf(session).runs(called)[0];
  const spec = newest && readSpec(newest.options);
  if (!spec)
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `There is no audit${called === null ? '' : ` "${called}"`} to go on with.`,
      {
        found: newest ? 'a run that is no audit' : 'none',
        action: '`facegauge audit WHAT --name NAME` begins one.'
      }
    );
  if (places && places.what.join('\0') !== spec.what.join('\0'))
    throw new FacegaugeError('INVALID_ARGUMENT', `The audit "${newest.name}" is of something else.`, {
      found: spec.what.join(', '),
      action: 'Leave the paths out to go on with it, or leave --resume out to begin another.'
    });
  const others = [...differences(spec, asked.rules ?? {}, asked.picture ?? {}), ...otherNetworks(newest, session)];
  if (others.length > 0)
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `The audit "${newest.name}" was begun with other options: ${others.join('; ')}.`,
      {
        found: others.join('; '),
        action:
          'Give the options it was begun with, or only --resume; without --resume, --again begins a new one of that name and --name one beside it.'
      }
    );
  return { name: newest.name, what: spec.what, rules: rulesOf(spec), picture: spec.picture };
}

function otherNetworks({ model, recogniser }: Run, { model: now }: Session): string[] {
  return [
    ...(model === now.id ? [] : [`model ${now.id}, begun with ${model}`]),
    ...(recogniser === now.recogniser
      ? []
      : [`recogniser ${now.recogniser ?? 'none'}, begun with ${recogniser ?? 'none'}`])
  ];
}

/** @throws FacegaugeError INVALID_ARGUMENT for a session that keeps no record */
export function storeOf(session: Session): Store {
  if (session.store) return session.store;
  throw new FacegaugeError('INVALID_ARGUMENT', 'An audit lies in a store, and this session keeps none.', {
    found: 'no store',
    action: 'Open the session with { store: true } or with the path of a store.'
  });
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
