import { share, type Share } from './interval';
import { counted, type Scores, type Trial } from './trial';

/** Errors at one threshold, by the names of ISO/IEC 19795-1. */
export interface Rates {
  /** Accepted are pairs with similarity > threshold. */
  threshold: number;
  /** False match rate: of the non-mated comparisons that took place, those accepted. */
  fmr: Share;
  /** False non-match rate: of the mated comparisons that took place, those not accepted. */
  fnmr: Share;
  /** Generalised false accept rate: of all non-mated pairs, those accepted; one that could not be compared is not accepted. */
  gfar: Share;
  /** Generalised false reject rate: of all mated pairs, those not accepted; one that could not be compared is not accepted. */
  gfrr: Share;
  /** Pairs in which a picture gave no face, of all pairs. (The failure-to-acquire rate itself counts pictures, not pairs.) */
  notCompared: { mated: Share; nonMated: Share };
}

/**
 * Error rates where pairs with similarity > threshold are accepted. Rates of what was never compared are NaN.
 * @param confidence of their intervals, which take pairs as independent; `ratesOverSubjects` does not
 */
export function ratesAt(threshold: number, trials: Iterable<Trial> | Scores, confidence = 0.95): Rates {
  const { mated, nonMated, notCompared } = counted(trials);
  const accepted = { mated: mated.above(threshold), nonMated: nonMated.above(threshold) };
  return ratesOf(threshold, accepted, { mated: mated.count, nonMated: nonMated.count }, notCompared, confidence);
}

/** The same of pairs that were counted. @param compared pairs, of which so many were `accepted` */
export function ratesOf(
  threshold: number,
  accepted: Record<'mated' | 'nonMated', number>,
  compared: Record<'mated' | 'nonMated', number>,
  notCompared: Record<'mated' | 'nonMated', number>,
  confidence = 0.95
): Rates {
  const falseNonMatches = compared.mated - accepted.mated;
  const all = { mated: compared.mated + notCompared.mated, nonMated: compared.nonMated + notCompared.nonMated };
  return {
    threshold,
    fmr: share(accepted.nonMated, compared.nonMated, confidence),
    fnmr: share(falseNonMatches, compared.mated, confidence),
    gfar: share(accepted.nonMated, all.nonMated, confidence),
    gfrr: share(falseNonMatches + notCompared.mated, all.mated, confidence),
    notCompared: {
      mated: share(notCompared.mated, all.mated, confidence),
      nonMated: share(notCompared.nonMated, all.nonMated, confidence)
    }
  };
}
