import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { VEGALITE_MIME } from '../../../kernel-lib/src/drawing';
import { DISPLAY } from '../../../kernel-lib/src/session';
import { evaluateScores } from '../../../kernel-lib/src/evaluating';
import { halves, lowestAtFmr, TrialColumns, UNKNOWN_QUALITY } from '../../../kernel-lib/src/evaluation';
import { verdictCounts } from '../../../kernel-lib/src/evaluating/verdicts';
import { seededRandom } from '../../../kernel-lib/src/random';
import { judge, resolvePolicy } from '../../../kernel-lib/src/verification';
import { made } from './made';

const FAST = { replicates: 200 };

describe('evaluation', () => {
  it('has the JSON that programs read, and says the same to people', async () => {
    const evaluation = await evaluateScores(made(20), FAST);
    const json = JSON.parse(JSON.stringify(evaluation));
    assert.deepEqual(Object.keys(json), [
      'pairs',
      'at',
      'eer',
      'dPrime',
      'edc',
      'heldOut',
      'intervals',
      'fta',
      'sampling'
    ]);
    assert.deepEqual(json.pairs, { mated: 60, nonMated: 1710, notCompared: 0 });
    assert.deepEqual(Object.keys(json.at[0]), [
      'target',
      'threshold',
      'fmr',
      'fnmr',
      'falseMatches',
      'falseNonMatches',
      'interval',
      'supported'
    ]);
    assert.deepEqual(
      json.at.map(({ target }: { target: number }) => target),
      [0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6]
    );
    assert.deepEqual(Object.keys(json.edc), ['startingError', 'threshold', 'pauc']);
    assert.deepEqual(Object.keys(json.edc.pauc).sort(), ['0.2', '0.3', '1']);
    const text = inspect(evaluation);
    for (const word of ['60 mated and 1 710 non-mated', '10⁻³', 'too few comparisons', 'one half of the people'])
      assert.ok(text.includes(word), word);
    assert.match(inspect(await evaluateScores(made(20), { ...FAST, language: 'zh' })), /等错误率/);
  });

  it('is one picture in a notebook, and charts to save', async () => {
    const evaluation = await evaluateScores(made(20), { ...FAST, language: 'zh' });
    const bundle = await evaluation[DISPLAY]();
    assert.deepEqual(Object.keys(bundle), [VEGALITE_MIME, 'image/png', 'text/plain']);
    assert.ok(JSON.stringify(bundle[VEGALITE_MIME]).length < 100_000);
    const output = path.resolve(__dirname, '../../output');
    mkdirSync(output, { recursive: true });
    writeFileSync(path.join(output, 'evaluation.png'), Buffer.from(bundle['image/png'] as string, 'base64'));
    const charts = evaluation.charts({ language: 'en' });
    assert.deepEqual(Object.keys(charts), ['similarities', 'roc', 'det', 'edc', 'plane']);
    await charts.plane!.save(path.join(output, 'evaluation-plane.png'));
    const foreign = await evaluateScores(
      [
        { similarity: 40, mated: true },
        { similarity: 12, mated: false }
      ],
      FAST
    );
    assert.deepEqual([foreign.charts().edc, foreign.charts().plane], [null, null]);
    await foreign[DISPLAY]();
  });

  it('counts pairs that were not compared apart, and in GFAR and GFRR', async () => {
    const rows = [
      { similarity: 0.9, mated: true },
      { similarity: null, mated: true },
      { similarity: 0.1, mated: false },
      { similarity: null, mated: false }
    ];
    const evaluation = await evaluateScores(rows, FAST);
    assert.deepEqual(evaluation.pairs, { mated: 1, nonMated: 1, notCompared: 2 });
    const { fnmr, gfrr, fmr, gfar } = evaluation.at(0.5);
    assert.deepEqual([fnmr.rate, gfrr.rate, fmr.rate, gfar.rate], [0, 0.5, 0, 0]);
    assert.equal(evaluation.at(0.9).fnmr.k, 1, 'accepted is above the threshold, not at it');
  });

  it('gives the verdicts of single comparisons, at the very thresholds too', () => {
    const random = seededRandom(7);
    const columns = new TrialColumns();
    const rows = Array.from({ length: 3000 }, () => {
      const grid = (steps: number) => Math.round(random.uniform() * steps) / steps;
      const quality = () => (random.uniform() < 0.05 ? null : random.uniform() < 0.5 ? grid(10) : random.uniform());
      return { similarity: grid(20), mated: random.uniform() < 0.5, qualityA: quality(), qualityB: quality() };
    });
    rows.forEach(row => columns.add(row));
    for (const call of [
      {},
      { qualityReject: 0.6, qualityTrust: 0.6 },
      { qualityReject: 0, qualityTrust: 0 },
      { autoRejectBelow: 0.3 }
    ]) {
      const policy = resolvePolicy({ call });
      const counts = verdictCounts(columns, policy);
      for (const mated of [true, false]) {
        const expected: Record<string, number> = {};
        for (const row of rows.filter(row => row.mated === mated)) {
          const { verdict } = judge(row.similarity, row.qualityA, row.qualityB, policy);
          expected[verdict] = (expected[verdict] ?? 0) + 1;
        }
        for (const [verdict, count] of Object.entries(counts[mated ? 'mated' : 'nonMated']))
          assert.equal(count, expected[verdict] ?? 0, `${verdict} ${JSON.stringify(call)}`);
      }
    }
    assert.ok(columns.qualityA.includes(UNKNOWN_QUALITY));
  });
});

describe('recommended thresholds', () => {
  it('keep the FMR and the share left to people, and miss fewer people the more of them may look', async () => {
    const evaluation = await evaluateScores(made(40), FAST);
    const missed: number[] = [];
    for (const maxReview of [0.15, 0.25, 0.35]) {
      const { policy, reached, cost } = await evaluation.recommend({ fmr: 0.01, maxReview });
      assert.ok(reached);
      assert.ok(cost.wrongMatch.share <= 0.01);
      assert.ok(cost.undecided.mated.share <= maxReview && cost.undecided.nonMated.share <= maxReview);
      assert.deepEqual(cost.counts, evaluation.verdicts(policy));
      assert.ok(policy.similarityReview <= policy.similarityMatch && policy.qualityReject <= policy.qualityTrust);
      const nonMated = evaluation.scores.nonMated;
      assert.ok(Math.abs(policy.similarityMatch - lowestAtFmr(nonMated, 0.01)) < 1.1e-4);
      resolvePolicy({ call: policy });
      missed.push(cost.missed.share);
    }
    assert.ok(missed[0] > missed[1] && missed[1] >= missed[2], String(missed));
  });

  it('leave as little as possible to people where nobody says how much', async () => {
    const evaluation = await evaluateScores(made(40), FAST);
    const { cost, reached } = await evaluation.recommend({ fmr: 0.01 });
    assert.ok(reached && cost.missed.share <= 0.01);
    const { cost: strict } = await evaluation.recommend({ fmr: 0.0005 });
    assert.ok(strict.undecided.mated.share > cost.undecided.mated.share);
  });

  it('say how sure they are: on people they were not found on, and whether there are enough', async () => {
    const columns = made(40);
    const evaluation = await evaluateScores(columns, FAST);
    const { sure } = await evaluation.recommend({ fmr: 0.01, maxReview: 0.3 });
    assert.equal(sure.supported, true);
    const [, reported] = halves(columns)!;
    const { mated } = sure.heldOut!.counts;
    assert.equal(
      Object.values(mated).reduce((a, b) => a + b),
      columns.scores(reported).mated.count
    );
    assert.equal((await evaluation.recommend({ fmr: 1e-4 })).sure.supported, false);
  });

  it('say that a wish cannot be kept, and give the nearest', async () => {
    const { reached, cost } = await (await evaluateScores(made(40), FAST)).recommend({ fmr: 0.001, maxReview: 0.01 });
    assert.equal(reached, false);
    assert.ok(cost.undecided.mated.share > 0.01);
  });

  it('refuse what is impossible', async () => {
    const evaluation = await evaluateScores(made(10), FAST);
    const code = 'INVALID_ARGUMENT';
    await assert.rejects(evaluation.recommend({ fmr: 0 }), { code });
    await assert.rejects(evaluation.recommend({ fmr: 0.1, maxReview: 2 }), { code });
    const foreign = await evaluateScores(
      [
        { similarity: 40, mated: true },
        { similarity: 12, mated: false }
      ],
      FAST
    );
    await assert.rejects(foreign.recommend({ fmr: 0.1 }), { code, message: /−1 to 1/ });
  });
});
