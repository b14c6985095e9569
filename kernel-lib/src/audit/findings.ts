/** Rows of what the searches find, with the paths of the pictures. */
import type { Store } from '../store';
import { column } from '../tables';
import type { DuplicateGroup, DuplicatePair, IdentityFindings, Outliers } from './neighbours';

/** Pictures of which every two are near duplicates. */
export interface NearDuplicates {
  /** `copy`: the same photograph, scaled, compressed or retouched; `burst`: the same person in the same scene, a moment apart. */
  kind: 'copy' | 'burst';
  paths: string[];
  ids: number[];
  /** Least cosine of any two of them. */
  least: number;
  /** Most bits in which their perceptual hashes differ, of 64. */
  bits: number;
}

export const NEAR_DUPLICATE_COLUMNS = [
  column('kind', 'text'),
  column('paths', 'texts'),
  column('least', 'real'),
  column('bits', 'integer'),
  column('ids', 'json')
];

/** A picture that is nearer to another identity than to its own. */
export interface SuspectedLabel {
  id: number;
  path: string;
  identity: string;
  /** Whom it is more like. */
  nearest: string;
  /** Mean cosine with the other pictures of its own identity, and with those of the nearest. */
  own: number;
  other: number;
  /** That the label is wrong, 0..1; fitted on the data set itself. */
  probability: number;
}

export const LABEL_COLUMNS = [
  column('path', 'text'),
  column('identity', 'text'),
  column('nearest', 'text'),
  column('own', 'real'),
  column('other', 'real'),
  column('probability', 'real'),
  column('id', 'integer')
];

/** Two names that are probably one person. */
export interface SplitRow {
  identities: string[];
  similarity: number;
  probability: number;
}

export const SPLIT_COLUMNS = [
  column('identities', 'texts'),
  column('similarity', 'real'),
  column('probability', 'real')
];

/** A name under which there probably are two people. */
export interface MergedRow {
  identity: string;
  /** Pictures of the two, the larger part first. */
  parts: [string[], string[]];
  ids: [number[], number[]];
  similarity: number;
  probability: number;
}

export const MERGED_COLUMNS = [
  column('identity', 'text'),
  column('parts', 'json'),
  column('similarity', 'real'),
  column('probability', 'real'),
  column('ids', 'json')
];

/** A picture that is like no other. */
export interface OutlierRow {
  id: number;
  path: string;
  /** The picture most like it, and the cosine. */
  nearest: string;
  nearestId: number;
  similarity: number;
}

export const OUTLIER_COLUMNS = [
  column('path', 'text'),
  column('nearest', 'text'),
  column('similarity', 'real'),
  column('id', 'integer'),
  column('nearestId', 'integer')
];

/** A picture of this data set and one of the other that are near duplicates. */
export interface NearPair {
  kind: 'copy' | 'burst';
  id: number;
  path: string;
  otherId: number;
  otherPath: string;
  similarity: number;
  bits: number;
}

export function duplicateRows(store: Store, groups: readonly DuplicateGroup[]): NearDuplicates[] {
  const path = pathsOf(
    store,
    groups.flatMap(({ ids }) => ids)
  );
  return groups.map(({ kind, ids, least, bits }) => ({ kind, paths: ids.map(path), ids, least, bits }));
}

export function labelRows(store: Store, { labelErrors }: IdentityFindings): SuspectedLabel[] {
  const path = pathsOf(
    store,
    labelErrors.map(({ id }) => id)
  );
  return labelErrors.map(({ id, identity, nearest, own, other, probability }) => ({
    ...{ id, path: path(id), identity, nearest, own, other, probability }
  }));
}

export function mergedRows(store: Store, { mergedIdentities }: IdentityFindings): MergedRow[] {
  const path = pathsOf(
    store,
    mergedIdentities.flatMap(({ parts }) => parts.flat())
  );
  return mergedIdentities.map(({ identity, parts: [larger, smaller], similarity, probability }) => ({
    identity,
    parts: [larger.map(path), smaller.map(path)],
    ids: [larger, smaller],
    similarity,
    probability
  }));
}

export function outlierRows(store: Store, { outliers }: Outliers): OutlierRow[] {
  const path = pathsOf(
    store,
    outliers.flatMap(({ id, nearest }) => [id, nearest])
  );
  return outliers.map(({ id, nearest, similarity }) => ({
    ...{ id, path: path(id), nearest: path(nearest), nearestId: nearest, similarity }
  }));
}

export function pairRows(store: Store, pairs: readonly DuplicatePair[]): NearPair[] {
  const path = pathsOf(
    store,
    pairs.flatMap(({ first, second }) => [first, second])
  );
  return pairs.map(({ kind, first, second, similarity, bits }) => ({
    ...{ kind, id: first, path: path(first), otherId: second, otherPath: path(second), similarity, bits }
  }));
}

function pathsOf(store: Store, ids: readonly number[]): (id: number) => string {
  const paths = new Map<number, string>();
  for (let at = 0; at < ids.length; at += 10_000) {
    const some = JSON.stringify(ids.slice(at, at + 10_000));
    type Row = { id: number; path: string | null; key: string | null };
    for (const { id, path, key } of store.rows<Row>('audit-paths', { ids: some })) paths.set(id, path ?? key ?? '');
  }
  return id => paths.get(id) ?? '';
}
