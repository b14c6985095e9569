import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vega from 'vega';
import { evaluateScores, tune } from '../../../kernel-lib/src/evaluating';
import { TrialColumns } from '../../../kernel-lib/src/evaluation';
import { VEGA_MIME } from '../../../kernel-lib/src/drawing';
import { seededRandom } from '../../../kernel-lib/src/random';
import { made } from './made';
import { expectShown, positions, said } from './shown';

const FAST = { replicates: 100 };
const OUTPUT = path.resolve(__dirname, '../../output');

/** What the display shows where its sliders stand: the texts of the picture. */
async function shown(view: vega.View): Promise<string[]> {
  await view.runAsync();
  const svg = await view.toSVG();
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text.replaceAll('&gt;', '>'));
}

describe('the display to tune thresholds on', function () {
  this.timeout(180_000);

  it('shows the numbers of the library at fifty positions of its sliders', async () => {
    const evaluation = await evaluateScores(made(25), FAST);
    const spec = await tune(evaluation);
    const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(spec))), { renderer: 'none' });
    for (const policy of positions(50)) {
      for (const [name, value] of Object.entries(policy)) view.signal(name, value);
      expectShown(await shown(view), said(evaluation, policy), JSON.stringify(policy));
    }
    view.finalize();
  });

  it('counts comparisons that lie on a threshold, and pictures of unknown quality, as the library does', async () => {
    const columns = new TrialColumns();
    const random = seededRandom(2);
    const grid = () => Math.round(random.uniform() * 20) / 20;
    for (let i = 0; i < 2000; i++)
      columns.add({ similarity: grid(), mated: i % 3 === 0, qualityA: i % 50 === 0 ? null : grid(), qualityB: grid() });
    const evaluation = await evaluateScores(columns, FAST);
    const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(await tune(evaluation)))), { renderer: 'none' });
    for (const [similarityMatch, similarityReview, qualityTrust, qualityReject] of [
      [0.5, 0.3, 0.6, 0.4],
      [0.5, 0.5, 0.5, 0.5],
      [1, 0, 0, 0],
      [0.05, 0, 1, 1]
    ]) {
      const policy = { similarityMatch, similarityReview, qualityTrust, qualityReject };
      for (const [name, value] of Object.entries(policy)) view.signal(name, value);
      expectShown(await shown(view), said(evaluation, policy), JSON.stringify(policy));
    }
    view.finalize();
  });

  it('begins with the thresholds in force and moves its sliders to a preset, exactly', async () => {
    const evaluation = await evaluateScores(made(25), {
      ...FAST,
      policy: {
        similarityMatch: 0.4437,
        similarityReview: 0.3012,
        qualityTrust: 0.61,
        qualityReject: 0.437,
        autoRejectBelow: null
      }
    });
    const spec = await tune(evaluation);
    const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(spec))), { renderer: 'none' });
    const texts = await shown(view);
    expectShown(texts, said(evaluation, evaluation.policy), 'in force');
    assert.ok(
      texts.some(text => text.includes('similarityMatch 0.4437') && text.includes('qualityReject 0.437')),
      texts[2]
    );
    view.signal('preset', 'FMR 10⁻³, least review');
    const { policy } = await evaluation.recommend({ fmr: 1e-3 });
    expectShown(await shown(view), said(evaluation, policy), 'preset');
    assert.equal(view.signal('similarityMatch'), policy.similarityMatch);
    view.finalize();
  });

  it('takes thresholds in the wrong order for the nearest that are a policy', async () => {
    const evaluation = await evaluateScores(made(25), FAST);
    const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(await tune(evaluation)))), { renderer: 'none' });
    for (const [name, value] of Object.entries({
      similarityMatch: 0.2,
      similarityReview: 0.4,
      qualityTrust: 0.3,
      qualityReject: 0.5
    }))
      view.signal(name, value);
    expectShown(
      await shown(view),
      said(evaluation, { similarityMatch: 0.2, similarityReview: 0.2, qualityTrust: 0.3, qualityReject: 0.3 }),
      'order'
    );
    view.finalize();
  });

  it('does without qualities where none is known', async () => {
    const columns = new TrialColumns();
    const random = seededRandom(5);
    for (let i = 0; i < 500; i++)
      columns.add({ similarity: (i % 2 ? 0.5 : 0) + 0.1 * random.normal(), mated: i % 2 === 1 });
    const evaluation = await evaluateScores(columns, FAST);
    const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(await tune(evaluation)))), { renderer: 'none' });
    view.signal('similarityMatch', 0.3);
    view.signal('similarityReview', 0.2);
    expectShown(
      await shown(view),
      said(evaluation, { similarityMatch: 0.3, similarityReview: 0.2 }, ['match', 'review', 'no-match']),
      'none'
    );
    view.finalize();
    const foreign = await evaluateScores(
      [
        { similarity: 40, mated: true },
        { similarity: 12, mated: false }
      ],
      FAST
    );
    await assert.rejects(tune(foreign), { code: 'INVALID_ARGUMENT' });
  });

  it('stays below 300 kB however many comparisons there are, and is kept as a picture and a page', async () => {
    const columns = new TrialColumns(400_000);
    const random = seededRandom(8);
    for (let i = 0; i < 400_000; i++) {
      const mated = i % 20 === 0;
      const [qualityA, qualityB] = [Math.cbrt(random.uniform()), Math.cbrt(random.uniform())];
      const similarity = (mated ? 0.3 + 0.4 * Math.min(qualityA, qualityB) : 0) + 0.12 * random.normal();
      columns.push(Math.max(-1, Math.min(1, similarity)), mated, qualityA, qualityB, -1, -1);
    }
    mkdirSync(OUTPUT, { recursive: true });
    for (const language of ['en', 'zh'] as const)
      for (const theme of ['light', 'dark'] as const) {
        const spec = await tune(await evaluateScores(columns, { ...FAST, language }), { theme });
        const bundle = await (spec as unknown as Record<symbol, () => Promise<Record<string, unknown>>>)[
          Symbol.for('Jupyter.display')
        ]();
        assert.deepEqual(Object.keys(bundle), [VEGA_MIME, 'image/png', 'text/plain']);
        const size = JSON.stringify(bundle[VEGA_MIME]).length;
        assert.ok(size < 300_000, `${size} bytes`);
        writeFileSync(
          path.join(OUTPUT, `tune-${language}-${theme}.png`),
          Buffer.from(bundle['image/png'] as string, 'base64')
        );
        if (language === 'en' && theme === 'light') await spec.save(path.join(OUTPUT, 'tune.html'));
      }
  });
});
