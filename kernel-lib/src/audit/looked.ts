/** Pictures that no index leads to, by a part of their path or by a tag: the run is looked through for them, once, until it changes. */
import type { QueryParameters, Store } from '../store';
import type { SampleSort } from './filter';
import { keptOf } from './kept';

/** Pictures looked at before all are: those that come first are often enough, and found at once. */
const GLANCE = { came: 20_000, worst: 5_000, best: 5_000 };
/** Answers kept of a run: some MB each, where it has a million pictures. */
const KEPT = 3;
/** A text is common where so large a share of the first pictures has it. */
const COMMON = 0.02;
/** Looking up a row costs as much as passing so many entries of an index. */
const LOOKED_UP = 14;

/** What is looked for. */
export interface Look {
  run: number;
  /** Conditions, as `parametersOf` has them. */
  parameters: QueryParameters;
  sort: SampleSort;
  /** Whether so few pictures are meant otherwise that an index leads to all of them. */
  few: boolean;
  /** Pictures of the run, and of the whole store. */
  pictures: number;
  stored: number;
}

/** Whether only the pictures themselves can tell. */
export const isLook = ({ text, tags }: QueryParameters): boolean => text != null || tags != null;

/** @returns the first ones where they are found soon (`size` of them, after `offset` others), else null */
export function firstOf(store: Store, look: Look, size: number, offset = 0, seen = GLANCE): number[] | null {
  if (look.few) return null;
  const { ids, through } = glance(store, look, seen, size, offset);
  return ids.length === size || through ? ids : null;
}

/** All of them, in their order. */
export function lookFor(store: Store, look: Look, seen = GLANCE): Float64Array {
  // The best are the worst, backwards.
  if (look.sort === 'best')
    return lookFor(store, { ...look, sort: 'worst' })
      .slice()
      .reverse();
  const run = store.runs().find(({ id }) => id === look.run);
  // While it is worked on, nothing stays as it is.
  if (!run || run.state === 'running') return lookAt(store, look, seen);
  const values = keptOf(store, run);
  const answers =
    (values.get('looked for') as Map<string, Float64Array> | undefined) ?? new Map<string, Float64Array>();
  values.set('looked for', answers);
  const name = `${look.sort} ${JSON.stringify(look.parameters)}`;
  const found = answers.get(name) ?? lookAt(store, look, seen);
  answers.delete(name);
  answers.set(name, found);
  if (answers.size > KEPT) answers.delete(answers.keys().next().value!);
  return found;
}

function glance(
  store: Store,
  { run, parameters, sort }: Look,
  seen: Record<SampleSort, number>,
  size: number,
  offset = 0
): { ids: number[]; /** Nothing comes after what was looked at. */ through: boolean } {
  const { from = parameters.reviewFrom, below = parameters.reviewBelow } = parameters;
  const asked = { run, from, below, [sort]: 1, skipped: seen[sort] };
  const [border] = store.rows<{ id: number; quality: number }>('audit-border', asked);
  const way =
    sort === 'came'
      ? { through: 1, each: 1, byRun: 1, untilId: border?.id }
      : { ranked: 1, ordered: 1, untilQuality: border?.quality };
  const wanted = { ...parameters, ...way, [sort]: 1, run, limit: size, offset };
  const rows = store.rows<{ id: number }>('audit-samples', wanted);
  return { ids: rows.map(({ id }) => id), through: border === undefined };
}

function lookAt(store: Store, look: Look, seen: Record<SampleSort, number>): Float64Array {
  const { run, parameters, sort } = look;
  const wanted = { ...parameters, ...way(store, look, seen), [sort]: 1, run, all: 1, limit: -1 };
  const [{ ids }] = store.rows<{ ids: string }>('audit-samples', wanted);
  return Float64Array.from(JSON.parse(ids) as number[]);
}

/** How all are found soonest. */
function way(store: Store, look: Look, seen: Record<SampleSort, number>): QueryParameters {
  const { parameters, sort, few, pictures, stored } = look;
  const { text } = parameters;
  if (sort !== 'came') {
    if (few) return { ranked: 1, sorted: 1 };
    const byPaths = text != null && stored <= LOOKED_UP * pictures;
    return byPaths ? { ranked: 1, byPaths: 1, ordered: 1 } : { ranked: 1, byRun: 1, sorted: 1 };
  }
  if (few) return { each: 1, picked: 1 };
  if (text != null) {
    const many = Math.ceil(COMMON * seen.came);
    if (glance(store, look, seen, many).ids.length < many) return { listed: 1, picked: 1 };
  }
  return { each: 1, through: 1, byRun: 1 };
}
