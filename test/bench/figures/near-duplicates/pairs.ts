/** Pairs of pictures of which it is known what they are to each other. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { DUPLICATE_LIMITS, type DuplicateKind, type PictureTraits } from '../../../../kernel-lib/src/audit/neighbours';
import { halvesOf, hamming } from '../../../../kernel-lib/src/audit/neighbours/hamming';
import { cosine } from '../../../../kernel-lib/src/verification';
import { readCsv } from '../pictures';

/** A picture that was looked at. */
export interface Picture {
  set: string;
  identity: string;
  sha256: string;
  embedding: Float32Array;
  traits: PictureTraits;
  /** Of a made copy: its kind, and the SHA-256 of the picture it was made of. */
  made: { kind: string; of: string } | null;
}

export interface Pair {
  /** null: neither a copy nor of one moment. */
  truth: DuplicateKind | null;
  /** Whether both show one person. */
  mated: boolean;
  /** Kind of a made copy, or null for two real photographs. */
  made: string | null;
  bits: number;
  similarity: number;
}

/** Real pairs that differ in so many bits at most were looked at; no limit may be wider. */
export const LOOKED_AT = 16;

/**
 * What the 202 pairs of one person within `LOOKED_AT` bits in celeb-ids-dev and lfw-dev were seen to be, by the first 12 digits of the
 * pictures' SHA-256: `copy` is one photograph, `burst` the same clothes at the same place, `unclear` counts for nothing. Pairs that are
 * not in the list are neither.
 */
function seen(): Map<string, 'copy' | 'burst' | 'unclear'> {
  const rows = readCsv(path.join(__dirname, 'seen.csv'));
  return new Map(rows.map(({ a, b, kind }) => [[a, b].sort().join(), kind as 'copy']));
}

/** One half of the people and the other, by what their names happen to be: chosen on the first, reported on the second. */
export function halvesOfPeople(pictures: readonly Picture[]): [Picture[], Picture[]] {
  const isSecond = ({ set, identity }: Picture): boolean =>
    createHash('sha256').update(`${set} ${identity}`).digest()[0] % 2 === 1;
  return [pictures.filter(picture => !isSecond(picture)), pictures.filter(isSecond)];
}

/** Made copies with their originals, and pairs of real photographs of one set that are near enough to be taken for duplicates. */
export function pairsOf(pictures: readonly Picture[]): Pair[] {
  const kinds = seen();
  const pairs: Pair[] = [];
  const real = pictures.filter(({ made }) => made === null);
  const byHash = new Map(real.map(picture => [picture.sha256, picture]));
  for (const picture of pictures) {
    const original = picture.made && byHash.get(picture.made.of);
    if (original) pairs.push({ truth: 'copy', mated: true, made: picture.made!.kind, ...between(picture, original) });
  }
  // The samples are made of one another: what two of them are to each other nobody has noted.
  const photographs = real.filter(({ set }) => set !== 'samples');
  photographs.forEach((a, i) => {
    for (const b of photographs.slice(0, i)) {
      if (a.set !== b.set) continue;
      const { bits, similarity } = between(a, b);
      if (bits > LOOKED_AT || similarity < DUPLICATE_LIMITS.copy.similarity) {
        const missed = kinds.get(key(a, b));
        if (missed === 'copy' || missed === 'burst')
          pairs.push({ truth: missed, mated: true, made: null, bits, similarity });
        continue;
      }
      const mated = a.identity === b.identity;
      const kind = mated ? kinds.get(key(a, b)) : undefined;
      if (kind !== 'unclear') pairs.push({ truth: kind ?? null, mated, made: null, bits, similarity });
    }
  });
  return pairs;
}

const key = (a: Picture, b: Picture): string => [a.sha256.slice(0, 12), b.sha256.slice(0, 12)].sort().join();

function between(a: Picture, b: Picture): { bits: number; similarity: number } {
  const [one, two] = [a, b].map(({ traits }) => halvesOf(traits.perceptualHash)!);
  return { bits: hamming(one, two), similarity: cosine(a.embedding, b.embedding) };
}
