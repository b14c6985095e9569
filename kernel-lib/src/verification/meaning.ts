/** What the similarity thresholds mean, in words. */
import { threshold } from '../numbers';
import type { FalseMatchRates, Language, Policy, Verdict } from '../types';

const KEYS = ['similarityMatch', 'similarityReview'] as const;

/**
 * The false match rates of the thresholds in force: those of the network's manifest, as far as the thresholds are its own.
 * A threshold that a call, the environment, a file or the store has set is a number of which nothing is known.
 * @param measured false match rates of the manifest's thresholds; null or undefined where they are not known
 */
export function falseMatchRates(policy: Policy, measured: FalseMatchRates | null | undefined): FalseMatchRates {
  const known = (key: (typeof KEYS)[number]) => (policy.origin[key] === 'manifest' ? (measured?.[key] ?? null) : null);
  return { similarityMatch: known('similarityMatch'), similarityReview: known('similarityReview') };
}

/**
 * "Of pairs of different people about 1 in 10,000 lies above 0.444 (match), about 1 in 100 above 0.257 (review)": only
 * what is known, and null where nothing is, or where the similarity has no part in the verdict.
 */
export function thresholdMeaning(
  policy: Policy,
  rates: FalseMatchRates,
  { verdict }: Pick<Verdict, 'verdict'>
): Record<Language, string> | null {
  if (verdict === 'unreliable' || verdict === 'recapture') return null;
  const known = KEYS.flatMap(key => {
    const rate = rates[key];
    return rate === null || !(rate > 0 && rate < 1) ? [] : { key, rate };
  });
  if (known.length === 0) return null;
  const names = { similarityMatch: { en: 'match', zh: '匹配' }, similarityReview: { en: 'review', zh: '复核' } };
  const en = known.map(
    ({ key, rate }, i) =>
      `about ${oneIn(rate)}${i === 0 ? ' lies' : ''} above ${threshold(policy[key])} (${names[key].en})`
  );
  const zh = known.map(
    ({ key, rate }) => `每 ${times(rate)} 对中约有 1 对高于 ${threshold(policy[key])}（${names[key].zh}阈值）`
  );
  return { en: `Of pairs of different people ${en.join(', ')}.`, zh: `不同人的照片两两比对时，${zh.join('，')}。` };
}

const oneIn = (rate: number): string => `1 in ${times(rate)}`;

/** Two significant digits: the rates are measured on some thousands of people. */
const times = (rate: number): string => Number((1 / rate).toPrecision(2)).toLocaleString('en');
