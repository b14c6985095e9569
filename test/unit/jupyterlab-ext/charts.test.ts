import assert from 'node:assert/strict';
import { qualityHistogram } from '../../../kernel-lib/src/charts';
import { evaluateScores, tune } from '../../../kernel-lib/src/evaluating';
import { isRecolourable, recoloured } from '../../../jupyterlab-ext/src/renderers/chart/recolour';
import { empty, gallery } from '../charts/gallery';
import { made } from '../evaluating/made';

/** As it lies in a notebook. */
const plain = (spec: object): Record<string, unknown> => JSON.parse(JSON.stringify(spec));

function assertDark(light: object, dark: object, name: string): void {
  const [given, expected] = [plain(light), plain(dark)];
  assert.ok(isRecolourable(given), name);
  const { usermeta, ...drawn } = recoloured(given) as Record<string, unknown>;
  const { usermeta: _none, ...asked } = expected;
  assert.ok(usermeta);
  assert.deepEqual(drawn, asked, name);
}

describe('charts in a dark JupyterLab', () => {
  for (const [kind, all] of Object.entries({ gallery, empty }))
    it(`are as if dark had been asked for (${kind})`, () => {
      const dark = all({ theme: 'dark' });
      for (const [name, chart] of Object.entries(all({}))) assertDark(chart, dark[name], name);
    });

  it('and so are the parts of an evaluation, and the display to tune thresholds, whose sliders stay', async () => {
    const evaluation = await evaluateScores(made(12), { replicates: 100 });
    const [light, dark] = [evaluation.charts(), evaluation.charts({ theme: 'dark' })] as unknown as Record<
      string,
      object
    >[];
    for (const name of Object.keys(light)) if (light[name]) assertDark(light[name], dark[name], name);
    assertDark(await tune(evaluation), await tune(evaluation, { theme: 'dark' }), 'tune');
    assert.match(JSON.stringify(recoloured(plain(await tune(evaluation)) as never)), /"input":"range"/);
  });

  it('stay as they are where light or dark was asked for, and on a ground of the caller’s', () => {
    for (const theme of ['light', 'dark'] as const)
      for (const [name, chart] of Object.entries(gallery({ theme }))) assert.ok(!isRecolourable(plain(chart)), name);
    assert.ok(!isRecolourable({ ...plain(gallery({}).det), background: 'white' }));
    for (const other of [null, undefined, 'x', {}, { usermeta: null }, { usermeta: { facegauge: { dark: 'x' } } }])
      assert.ok(!isRecolourable(other));
  });

  it('keep their rows, whatever these are called', () => {
    const chart = plain(
      qualityHistogram([{ quality: 0.5 }], { qualityReject: 0.4, qualityTrust: 0.6, autoRejectBelow: null })
    );
    const spec = { ...chart, data: { values: [{ source: '#ffffff' }] }, scale: { domain: ['#ffffff'] } };
    assert.ok(isRecolourable(spec));
    const drawn = recoloured(spec);
    assert.deepEqual(drawn.data, spec.data);
    assert.deepEqual(drawn.scale, spec.scale);
    assert.equal(spec.background, '#ffffff');
  });
});
