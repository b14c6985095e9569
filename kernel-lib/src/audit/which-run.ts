/** Which run an audit is: a new one, or the newest of its name to go on with, and what that one was asked for. */
import { FacegaugeError } from '../errors';
import type { PictureOptions, Session } from '../session';
import type { Run, Store } from '../store';
import type { LabelRules } from './intake';
import { differences, nameOfSpec, readSpec, rulesOf, sameSpec, specOf, type AuditSpec } from './spec';

/** Runs that this process works on, by the store they lie in. */
const working = new WeakMap<Store, Set<number>>();

/** @returns to be called when this process no longer works on it */
export function workOn(store: Store, run: number): () => void {
  const busy = working.get(store) ?? new Set();
  working.set(store, busy.add(run));
  return () => void busy.delete(run);
}

/** A new run, or the newest of that name where it was asked for the same. @returns its id */
export async function beginOrGoOn(
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
  const others = [
    ...differences(spec, asked.rules ?? {}, asked.picture ?? {}),
    ...otherNetworks(newest, spec, session)
  ];
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

function otherNetworks(
  { model, recogniser }: Run,
  { detector }: AuditSpec,
  { model: now }: Pick<Session, 'model'>
): string[] {
  return [
    ...(model === now.id ? [] : [`model ${now.id}, begun with ${model}`]),
    ...(recogniser === now.recogniser
      ? []
      : [`recogniser ${now.recogniser ?? 'none'}, begun with ${recogniser ?? 'none'}`]),
    ...(detector === undefined || detector === now.detector ? [] : [`detector ${now.detector}, begun with ${detector}`])
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
