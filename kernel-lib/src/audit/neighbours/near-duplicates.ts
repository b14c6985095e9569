/**
 * Near duplicates: pictures that are neighbours by their embedding and alike as whole pictures. The embedding alone would confuse two
 * pictures of one person, the hash alone two pictures of one room.
 */
import type { Neighbours, NeighboursAcross } from './find';
import { halvesOf, hamming } from './hamming';

/** `copy`: the same photograph, scaled, compressed or retouched; `burst`: the same person in the same scene, a moment apart. */
export type DuplicateKind = 'copy' | 'burst';

/** Bits of 64 in which the hashes may differ, and the least cosine. */
export interface DuplicateLimit {
  bits: number;
  similarity: number;
}

export interface DuplicateLimits {
  copy: DuplicateLimit;
  /** Any of them. */
  burst: readonly DuplicateLimit[];
  apartMs: number;
}

/**
 * Limits of the bits in which the difference hashes may differ (of 64) and of the cosine, for `rts-s`. Chosen on 2,313 photographs (30
 * celebrities, LFW), whose 202 pairs of one person within 16 bits were looked at: all 6 called a copy are one photograph, all 11 called a
 * burst show the same clothes at the same place. 26 bursts are not found, most because their cosine is too low. `npm run figures --
 * near-duplicates` chooses limits in the same way on one half of the people and says what they find on the other.
 */
export const DUPLICATE_LIMITS: DuplicateLimits = {
  copy: { bits: 8, similarity: 0.8 },
  burst: [
    { bits: 10, similarity: 0.8 },
    { bits: 16, similarity: 0.875 }
  ],
  /** Pictures whose EXIF says that they were taken longer apart are of no one moment, ms. */
  apartMs: 60_000
};

/** What is known of a picture besides its embedding. */
export interface PictureTraits {
  /** 64-bit difference hash, 16 hex digits. */
  perceptualHash: string | null;
  /** UTC ms, or null. */
  takenAt: number | null;
}

/** @returns undefined for a picture that is not to be considered */
export type TraitsOf = (id: number) => PictureTraits | undefined;

/** Pictures of which every two are near duplicates of each other. */
export interface DuplicateGroup {
  /** The same of every two of them. */
  kind: DuplicateKind;
  /** Ids; first the centre, which has most duplicates, then by falling similarity to it. */
  ids: number[];
  /** Least cosine of any two of them: at least the threshold. */
  least: number;
  /** Most bits in which the hashes of any two of them differ. */
  bits: number;
}

/** Two pictures of different sets that are near duplicates. */
export interface DuplicatePair {
  kind: DuplicateKind;
  first: number;
  second: number;
  similarity: number;
  bits: number;
}

interface Edge {
  other: number;
  similarity: number;
  bits: number;
  kind: DuplicateKind;
}

/** What two pictures are to each other, or null. */
export function duplicateKind(a: PictureTraits, b: PictureTraits, similarity: number): DuplicateKind | null {
  const [one, two] = [halvesOf(a.perceptualHash), halvesOf(b.perceptualHash)];
  if (!one || !two) return null;
  const kind = limitedKind(hamming(one, two), similarity);
  const apart = a.takenAt !== null && b.takenAt !== null && Math.abs(a.takenAt - b.takenAt) > DUPLICATE_LIMITS.apartMs;
  return kind === 'burst' && apart ? null : kind;
}

/** The same by the limits alone. */
export function limitedKind(
  bits: number,
  similarity: number,
  { copy, burst }: Omit<DuplicateLimits, 'apartMs'> = DUPLICATE_LIMITS
): DuplicateKind | null {
  const within = (limit: DuplicateLimit): boolean => bits <= limit.bits && similarity >= limit.similarity;
  return within(copy) ? 'copy' : burst.some(within) ? 'burst' : null;
}

/**
 * Groups of near duplicates. They do not chain: A and C are in one group only where they are duplicates themselves, whatever B is to both.
 * First groups of copies are formed; then groups of bursts among the pictures that are not a copy of some centre. So a picture is in at
 * most one group of either kind. In what order pairs were found makes no difference.
 */
export function nearDuplicates({ ids, pairs }: Neighbours, traitsOf: TraitsOf): DuplicateGroup[] {
  const graph = new Map<number, Edge[]>();
  const link = (from: number, edge: Edge): void => {
    const edges = graph.get(from);
    if (edges) edges.push(edge);
    else graph.set(from, [edge]);
  };
  for (let i = 0; i < pairs.a.length; i++) {
    const [a, b, similarity] = [pairs.a[i], pairs.b[i], pairs.similarity[i]];
    const [one, two] = [traitsOf(ids[a]), traitsOf(ids[b])];
    const kind = one && two && duplicateKind(one, two, similarity);
    if (!kind) continue;
    const bits = hamming(halvesOf(one.perceptualHash)!, halvesOf(two.perceptualHash)!);
    link(a, { other: b, similarity, bits, kind });
    link(b, { other: a, similarity, bits, kind });
  }
  const copies = cliques(graph, new Set(), edge => edge.kind === 'copy');
  const covered = new Set(copies.flatMap(({ members }) => members.slice(1)));
  const rest = cliques(graph, covered, edge => edge.kind === 'burst');
  return [...copies, ...rest]
    .map(({ members, edges }) => ({
      kind: edges[0].kind,
      ids: members.map(member => ids[member]),
      least: edges.reduce((least, { similarity }) => Math.min(least, similarity), 1),
      bits: edges.reduce((most, { bits }) => Math.max(most, bits), 0)
    }))
    .sort((a, b) => b.ids.length - a.ids.length || b.least - a.least || a.ids[0] - b.ids[0]);
}

/** Near duplicates across two sets, most similar first: each pair, as one picture may have copies of several kinds. */
export function duplicatesAcross(
  { first, second, pairs }: NeighboursAcross,
  traitsOfFirst: TraitsOf,
  traitsOfSecond: TraitsOf
): DuplicatePair[] {
  const found: DuplicatePair[] = [];
  for (let i = 0; i < pairs.a.length; i++) {
    const [a, b, similarity] = [first[pairs.a[i]], second[pairs.b[i]], pairs.similarity[i]];
    const [one, two] = [traitsOfFirst(a), traitsOfSecond(b)];
    const kind = one && two && duplicateKind(one, two, similarity);
    if (!kind) continue;
    const bits = hamming(halvesOf(one.perceptualHash)!, halvesOf(two.perceptualHash)!);
    found.push({ kind, first: a, second: b, similarity, bits });
  }
  return found.sort((x, y) => y.similarity - x.similarity || x.first - y.first || x.second - y.second);
}

interface Clique {
  members: number[];
  /** Of every two of them. */
  edges: Edge[];
}

/** Greedy cover by cliques: the picture with most neighbours becomes a centre, and takes those that are neighbours of all it has taken. */
function cliques(graph: Map<number, Edge[]>, without: Set<number>, usable: (edge: Edge) => boolean): Clique[] {
  const neighbours = new Map<number, Map<number, Edge>>();
  for (const [node, edges] of graph) {
    if (without.has(node)) continue;
    const kept = edges.filter(edge => usable(edge) && !without.has(edge.other));
    if (kept.length > 0) neighbours.set(node, new Map(kept.map(edge => [edge.other, edge])));
  }
  const taken = new Set<number>();
  const found: Clique[] = [];
  const centres = [...neighbours].sort((a, b) => b[1].size - a[1].size || a[0] - b[0]);
  for (const [centre, around] of centres) {
    if (taken.has(centre)) continue;
    const members = [centre];
    const edges: Edge[] = [];
    const nearest = [...around.values()].sort((a, b) => b.similarity - a.similarity || a.other - b.other);
    for (const { other } of nearest) {
      if (taken.has(other)) continue;
      const links = members.map(member => neighbours.get(other)!.get(member));
      if (links.includes(undefined)) continue;
      members.push(other);
      edges.push(...(links as Edge[]));
    }
    if (members.length < 2) continue;
    members.forEach(member => taken.add(member));
    found.push({ members, edges });
  }
  return found;
}
