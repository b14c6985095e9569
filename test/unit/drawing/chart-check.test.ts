import assert from 'node:assert/strict';
import { checkChart } from '../../../kernel-lib/src/drawing/chart-check';
import { chartBundle } from '../../../kernel-lib/src/drawing/chart';

const $schema = 'https://vega.github.io/schema/vega-lite/v5.json';
const values = [
  { quality: 0.5, source: 'gate' },
  { quality: 0.7, source: 'office' }
];
const bars = (x: object, more: object = {}) => ({ $schema, data: { values }, mark: 'bar', encoding: { x }, ...more });

describe('mistakes in a chart', () => {
  it('are named with their place', () => {
    const cases: [spec: Record<string, unknown>, words: RegExp][] = [
      [bars({ field: 'qualty', type: 'quantitative' }), /encoding\.x\.field is "qualty".*"quality", "source"/],
      [bars({ field: 'quality', type: 'quantative' }), /encoding\.x\.type is "quantative"/],
      [{ $schema, data: { values }, encoding: {} }, /no "mark"/],
      [
        { $schema, data: { values }, layer: [{ mark: 'bar', encoding: { y: { field: 'sourc' } } }] },
        /layer\[0\]\.encoding\.y\.field is "sourc"/
      ]
    ];
    for (const [spec, words] of cases)
      assert.throws(() => checkChart(spec), { code: 'INVALID_ARGUMENT', message: words }, JSON.stringify(spec));
  });

  it('are not seen where nothing can be known of the fields', () => {
    checkChart(bars({ field: 'made' }, { transform: [{ calculate: 'datum.quality * 2', as: 'made' }] }));
    checkChart(bars({ field: 'anything' }, { data: { url: 'elsewhere.csv' } }));
    checkChart(bars({ field: 'nested.name' }));
    checkChart(bars({ field: 'quality', bin: true, type: 'quantitative', sort: { field: 'source' } }));
  });

  it('leave the rows of the caller as they are', async () => {
    const before = values.map(row => Reflect.ownKeys(row));
    const bundle = await chartBundle(bars({ field: 'quality', type: 'quantitative' }));
    assert.ok(bundle['image/png']);
    assert.deepEqual(
      values.map(row => Reflect.ownKeys(row)),
      before
    );
  });

  it('that only Vega-Lite finds come as an error of ours', async () => {
    await assert.rejects(chartBundle(bars({ field: 'quality' }, { mark: { type: 'barr' } })), {
      code: 'INVALID_ARGUMENT',
      message: /cannot be drawn/
    });
  });
});
