/** The choice of the limits on some pairs. */
import { limitedKind, type DuplicateKind, type DuplicateLimits } from '../../../../kernel-lib/src/audit/neighbours';
import { LOOKED_AT, type Pair } from './pairs';

export type Steps = Pick<DuplicateLimits, 'copy' | 'burst'>;

const BITS = [...Array(LOOKED_AT - 3).keys()].map(i => i + 4);
/** Nothing below is searched for. */
const SIMILARITIES = [0.8, 0.825, 0.85, 0.875, 0.9, 0.925, 0.95];
/** Share of what is called a burst that may be wrong where the limits are chosen. */
const WRONG = 0.05;

/**
 * Limits of a copy: no photograph is called a copy that is none, and most copies are found. Limits of a burst, wider in one of both: at
 * most one in twenty is wrong, and most are found. Of those that do as well, the narrowest.
 */
export function chooseLimits(pairs: readonly Pair[]): Steps {
  const found = (limits: Steps, kind: DuplicateKind): { right: number; wrong: number } => {
    const called = pairs.filter(pair => limitedKind(pair.bits, pair.similarity, limits) === kind);
    const right = called.filter(({ truth }) => truth === kind).length;
    return { right, wrong: called.filter(({ truth, made }) => truth !== kind && made === null).length };
  };
  let copy = { limit: { bits: 0, similarity: 1 }, right: -1 };
  for (const bits of BITS)
    for (const similarity of [...SIMILARITIES].reverse()) {
      const { right, wrong } = found({ copy: { bits, similarity }, burst: [] }, 'copy');
      if (wrong === 0 && right > copy.right) copy = { limit: { bits, similarity }, right };
    }
  let burst: { limits: Steps['burst']; right: number; wrong: number } = { limits: [], right: -1, wrong: 0 };
  for (const near of BITS)
    for (const far of BITS.filter(bits => bits >= near))
      for (const strict of [...SIMILARITIES].reverse())
        for (const lax of SIMILARITIES.filter(similarity => similarity <= strict)) {
          const limits = [
            { bits: near, similarity: lax },
            { bits: far, similarity: strict }
          ];
          const { right, wrong } = found({ copy: copy.limit, burst: limits }, 'burst');
          if (wrong > WRONG * (right + wrong)) continue;
          if (right > burst.right || (right === burst.right && wrong < burst.wrong)) burst = { limits, right, wrong };
        }
  return { copy: copy.limit, burst: burst.limits };
}
