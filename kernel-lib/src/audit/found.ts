/** What the searches of an audit have found so far: nothing is searched for to say it. */
import { rejectBelow } from '../verification';
import type { Audit } from './audit';

export interface FoundSoFar {
  /** null where they were not looked for. */
  nearDuplicates: { groups: number; pictures: number } | null;
  /** null where nobody has looked, or where there are too few people or pictures to say so. */
  labelErrors: number | null;
  /** Whether there are enough people and pictures to judge labels by; null where nobody has looked yet. */
  labelsCanBeJudged: boolean | null;
}

export function foundSoFar({ searches, policy }: Audit): FoundSoFar {
  const { duplicates, identities } = searches.soFar(rejectBelow(policy));
  return {
    nearDuplicates: duplicates && {
      groups: duplicates.length,
      pictures: new Set(duplicates.flatMap(({ ids }) => ids)).size
    },
    labelErrors: identities?.basis.sufficient ? identities.labelErrors.length : null,
    labelsCanBeJudged: identities?.basis.sufficient ?? null
  };
}
