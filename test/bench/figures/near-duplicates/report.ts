/** What is printed: limits chosen on the pictures of one half of the people, and what they find on those of the other half; both ways. */
import { DUPLICATE_LIMITS, limitedKind, type DuplicateKind } from '../../../../kernel-lib/src/audit/neighbours';
import { chooseLimits, type Steps } from './limits';
import { halvesOfPeople, LOOKED_AT, pairsOf, type Pair, type Picture } from './pairs';

export function reportNearDuplicates(pictures: readonly Picture[]): void {
  const [first, second] = halvesOfPeople(pictures).map(pairsOf);
  const [ofFirst, ofSecond] = [chooseLimits(first), chooseLimits(second)];
  console.log(`limits chosen on the one half of the people: ${inWords(ofFirst)}`);
  console.log(`limits chosen on the other half:             ${inWords(ofSecond)}`);
  console.log(`limits in force:                             ${inWords(DUPLICATE_LIMITS)}`);
  report('each half by the limits chosen on the other (held out)', [
    { limits: ofSecond, pairs: first },
    { limits: ofFirst, pairs: second }
  ]);
  report('limits in force (chosen while both halves were looked at)', [
    { limits: DUPLICATE_LIMITS, pairs: [...first, ...second] }
  ]);
}

/** Pairs, and what they are called by some limits. */
interface Judged extends Pair {
  called: DuplicateKind | null;
}

function report(head: string, parts: readonly { limits: Steps; pairs: readonly Pair[] }[]): void {
  const judged = parts.flatMap(({ limits, pairs }) =>
    pairs.map((pair): Judged => ({ ...pair, called: limitedKind(pair.bits, pair.similarity, limits) }))
  );
  const real = judged.filter(({ made }) => made === null);
  console.log(head);
  for (const kind of ['copy', 'burst'] as const) {
    const called = real.filter(pair => pair.called === kind);
    const right = called.filter(({ truth }) => truth === kind).length;
    const there = real.filter(({ truth }) => truth === kind).length;
    console.log(
      `  real photographs, ${kind}: of ${called.length} called so ${right} are (precision ${percent(right, called.length)}); ` +
        `of ${there} within ${LOOKED_AT} bits ${right} are found (recall ${percent(right, there)})`
    );
  }
  const strangers = real.filter(({ mated, called }) => !mated && called !== null).length;
  console.log(`  of these, pairs of two people: ${strangers}`);
  const made = judged.filter(pair => pair.made !== null);
  const found = made.filter(({ called }) => called === 'copy').length;
  const either = made.filter(({ called }) => called !== null).length;
  console.log(
    `  made copies: ${found} of ${made.length} found as copies (recall ${percent(found, made.length)}), ` +
      `as either kind ${percent(either, made.length)}; by kind: a copy · a burst · not found`
  );
  for (const kind of new Set(made.map(pair => pair.made!))) {
    const calls = made.filter(pair => pair.made === kind).map(({ called }) => called);
    const count = (wanted: DuplicateKind | null): number => calls.filter(called => called === wanted).length;
    console.log(`    ${kind.padEnd(40)} ${count('copy')} · ${count('burst')} · ${count(null)}`);
  }
}

const inWords = ({ copy, burst }: Steps): string => `copy ${step(copy)}; burst ${burst.map(step).join(' or ')}`;
const step = ({ bits, similarity }: Steps['copy']): string => `≤ ${bits} bits, cosine ≥ ${similarity}`;
const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
