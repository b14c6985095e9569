import assert from 'node:assert/strict';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { qualityHistogram } from '../../../kernel-lib/src/charts';
import type { Language, Policy } from '../../../kernel-lib/src/types';

type Thresholds = Pick<Policy, 'qualityReject' | 'qualityTrust' | 'autoRejectBelow'>;

const POLICY: Thresholds = { qualityReject: 0.4, qualityTrust: 0.6, autoRejectBelow: null };

async function draw(qualities: (number | null)[], policy = POLICY, language?: Language): Promise<string> {
  const spec = qualityHistogram(
    qualities.map(quality => ({ quality })),
    policy,
    language
  );
  const warnings: string[] = [];
  const logger = { warn: (...m: unknown[]) => (warnings.push(m.join(' ')), logger) } as unknown as vega.LoggerInterface;
  Object.assign(logger, { level: () => logger, info: () => logger, debug: () => logger, error: logger.warn });
  const view = new vega.View(vega.parse(compile(spec as unknown as TopLevelSpec, { logger }).spec), {
    renderer: 'none'
  });
  const svg = await view.toSVG();
  view.finalize();
  assert.deepEqual(warnings, []);
  return svg;
}

/** Accessible labels of the bars: vega writes the values of each mark into its aria-label. */
const bars = (svg: string): string[] =>
  [...svg.matchAll(/aria-label="([^"]*)"[^>]*aria-roledescription="bar"/g)].map(m => m[1]);
const texts = (svg: string): string => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(m => m[1]).join('\n');

describe('quality histogram', () => {
  it('shows every picture once, in the colour of its assessment', async () => {
    const svg = await draw([0.1, 0.11, 0.39, 0.4, 0.5, 0.6, 0.99, 1, 0]);
    const drawn = bars(svg);
    const pictures = drawn.map(label => Number(/pictures: (\d+)/.exec(label)![1]));
    assert.equal(
      pictures.reduce((a, b) => a + b, 0),
      9
    );
    const of = (name: string) => drawn.filter(label => label.includes(`: ${name}`)).length;
    assert.deepEqual([of('Rejected'), of('To review'), of('Trusted')], [3, 2, 2]);
    for (const colour of ['#a6321b', '#f0b13c', '#3d8ac4']) assert.ok(svg.includes(colour), colour);
  });

  it('judges as the results themselves do: what is rejected automatically is rejected here too', async () => {
    const svg = await draw([0.1, 0.45, 0.55, 0.7], { ...POLICY, autoRejectBelow: 0.5 });
    const of = (name: string) => bars(svg).filter(label => label.includes(`: ${name}`)).length;
    assert.deepEqual([of('Rejected'), of('To review'), of('Trusted')], [2, 1, 1]);
    assert.match(texts(svg), /reject &lt; 0\.5/);
  });

  it('draws bars that stand on the axis, as high as their count', async () => {
    const svg = await draw([0.1, 0.2, 0.2, 0.2, 0.2]);
    const heights = [...svg.matchAll(/aria-roledescription="bar" d="M[-\d.]+,([-\d.]+)h[-\d.]+v([-\d.]+)h/g)].map(
      m => ({
        bottom: Number(m[1]) + Number(m[2]),
        height: Number(m[2])
      })
    );
    assert.equal(heights.length, 2);
    assert.deepEqual(
      heights.map(h => Math.round(h.bottom)),
      [200, 200]
    );
    assert.ok(Math.abs(heights[1].height / heights[0].height - 4) < 0.01);
  });

  it('draws the thresholds and names their values', async () => {
    const svg = await draw([0.2, 0.7], { ...POLICY, qualityReject: 0.31, qualityTrust: 0.77 });
    assert.match(texts(svg), /reject &lt; 0\.31/);
    assert.match(texts(svg), /trust ≥ 0\.77/);
    assert.equal([...svg.matchAll(/stroke-dasharray/g)].length, 2);
  });

  it('splits a bar through which a threshold runs', async () => {
    const drawn = bars(await draw([0.301, 0.309], { ...POLICY, qualityReject: 0.305 }));
    assert.equal(drawn.length, 2);
    assert.ok(drawn[0].includes('Rejected') && drawn[1].includes('To review'));
  });

  it('says in words what it shows, pictures without a quality included', async () => {
    const spec = qualityHistogram([{ quality: 0.9 }, { quality: 0.1 }, { quality: null }], POLICY);
    assert.match(spec.description!, /2 pictures: 1 rejected, 0 to review, 1 trusted · 1 without a quality/);
    assert.ok(texts(await draw([0.9, null])).includes('1 without a quality'));
  });

  it('can be drawn with nothing in it, and in Chinese', async () => {
    assert.ok(texts(await draw([])).includes('0 pictures'));
    assert.ok(texts(await draw([0.5], POLICY, 'zh')).includes('图像质量'));
  });
});
