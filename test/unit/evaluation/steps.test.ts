import assert from 'node:assert/strict';
import {
  evaluateColumns,
  evaluateInSteps,
  inSlices,
  inStretches,
  TrialColumns
} from '../../../kernel-lib/src/evaluation';
import { sortInSteps } from '../../../kernel-lib/src/evaluation/sort';
import { atOnce } from '../../../kernel-lib/src/evaluation/steps';
import { evaluateScores, tune } from '../../../kernel-lib/src/evaluating';
import { seededRandom } from '../../../kernel-lib/src/random';

const random = seededRandom(3);
const drawn = (length: number, value: (i: number) => number) => Float64Array.from({ length }, (_, i) => value(i));

/** More comparisons than are counted without a pause. */
function many(): TrialColumns {
  const columns = new TrialColumns(200_000);
  for (let i = 0; i < 200; i++) columns.subject(`p${i}`);
  for (let i = 0; i < 200_000; i++) {
    const mated = i % 10 === 0;
    const a = Math.floor(random.uniform() * 200);
    const b = mated ? a : (a + 1 + Math.floor(random.uniform() * 199)) % 200;
    const quality = i % 97 === 0 ? null : random.uniform();
    const similarity = Math.max(-1, Math.min(1, (mated ? 0.5 : 0) + 0.15 * random.normal()));
    columns.push(i % 101 === 0 ? null : similarity, mated, quality, random.uniform(), a, b);
  }
  return columns;
}

describe('sorting in steps', () => {
  const cases: Record<string, Float64Array> = {
    similarities: drawn(300_000, () => 0.1 * random.normal()),
    'numbers sorted already': drawn(200_000, i => i),
    'few different numbers': drawn(200_000, () => Math.floor(random.uniform() * 3) / 3),
    'one number only': drawn(100_000, () => 0.25),
    'almost all in one place': drawn(300_000, i => (i === 7 ? 1e9 : random.uniform() * 1e-9)),
    'all magnitudes': drawn(200_000, () => random.normal() * 10 ** (300 * (random.uniform() - 0.5) * 2)),
    'the smallest differences': drawn(100_000, () => Math.floor(random.uniform() * 50) * Number.MIN_VALUE),
    'a width that is no number': drawn(100_000, i => (i % 2 ? 1 : -1) * Number.MAX_VALUE * random.uniform()),
    none: new Float64Array(0)
  };
  for (const [name, values] of Object.entries(cases))
    it(`puts ${name} in order`, () => {
      const sorted = values.slice();
      atOnce(sortInSteps(sorted));
      // Compared as numbers: of 0 and −0 either may be first.
      const expected = values.slice().sort();
      const at = sorted.findIndex((value, i) => value !== expected[i]);
      assert.equal(at, -1, `place ${at}`);
    });
});

describe('an evaluation in slices', function () {
  this.timeout(120_000);

  it('gives what it gives at once, and lets others work meanwhile', async () => {
    const columns = many();
    const options = { replicates: 100 };
    let turns = 0;
    const counting = inSlices(evaluateInSteps(columns, options));
    const clock = setInterval(() => turns++, 1);
    const { scores: _, ...evaluated } = await counting;
    clearInterval(clock);
    assert.ok(turns > 3, `${turns} turns`);
    const { scores: __, ...atOnceEvaluated } = evaluateColumns(columns, options);
    assert.deepEqual(evaluated, atOnceEvaluated);
  });

  it('pauses often however many people, thresholds and comparisons there are', () => {
    const columns = many();
    let steps = 0;
    for (const _ of evaluateInSteps(columns, { replicates: 100 })) steps++;
    assert.ok(steps > 300, `${steps} steps`);
  });

  it('lets others work while thresholds are recommended and a policy’s cost is counted', async () => {
    const evaluation = await evaluateScores(many(), { replicates: 100 });
    for (const asked of [() => evaluation.recommend({ fmr: 1e-2 }), () => evaluation.cost()]) {
      let turns = 0;
      const clock = setInterval(() => turns++, 1);
      const { cost = null } = (await asked()) as { cost?: object };
      clearInterval(clock);
      assert.ok(turns > 3, `${turns} turns`);
      if (cost) assert.deepEqual(cost, await evaluation.cost((await evaluation.recommend({ fmr: 1e-2 })).policy));
    }
  });

  it('is stopped by a signal, as are the display to tune thresholds on, a recommendation and a cost', async () => {
    const columns = many();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1);
    await assert.rejects(evaluateScores(columns, { signal: stop.signal, replicates: 1000 }), { code: 'ABORTED' });
    const evaluation = await evaluateScores(columns, { replicates: 100 });
    await assert.rejects(tune(evaluation, { signal: AbortSignal.abort() }), { code: 'ABORTED' });
    for (const asked of [
      (signal: AbortSignal) => evaluation.recommend({ fmr: 1e-2, signal }),
      (signal: AbortSignal) => evaluation.cost({}, { signal })
    ]) {
      const soon = new AbortController();
      setTimeout(() => soon.abort(), 1);
      await assert.rejects(asked(soon.signal), { code: 'ABORTED' });
    }
    await assert.rejects(
      inSlices(
        inStretches(1, () => {}),
        AbortSignal.abort()
      ),
      { code: 'ABORTED' }
    );
  });
});
