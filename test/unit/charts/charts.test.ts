import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart, Theme } from '../../../kernel-lib/src/charts';
import { qualityBySource } from '../../../kernel-lib/src/charts';
import { chartBundle, isChart, VEGALITE_MIME } from '../../../kernel-lib/src/drawing';
import type { Language } from '../../../kernel-lib/src/types';
import { empty, gallery } from './gallery';
import { jupyterLabVegaLite } from './jupyterlab';

const OUTPUT = path.resolve(__dirname, '../../output/charts');

/** Draws what was compiled; warnings of compiler and drawing are failures. */
async function draw(spec: Chart, compiler: typeof compile, expected = /^$/): Promise<string> {
  const warnings: string[] = [];
  const logger = { warn: (...m: unknown[]) => (warnings.push(m.join(' ')), logger) } as unknown as vega.LoggerInterface;
  Object.assign(logger, { level: () => logger, info: () => logger, debug: () => logger, error: logger.warn });
  const plain = JSON.parse(JSON.stringify(spec)) as TopLevelSpec;
  const view = new vega.View(vega.parse(compiler(plain, { logger }).spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  assert.deepEqual(
    warnings.filter(message => !expected.test(message)),
    []
  );
  return svg;
}

const combinations = (['en', 'zh'] as Language[]).flatMap(language =>
  (['light', 'dark'] as Theme[]).map(theme => ({ language, theme }))
);

describe('charts', function () {
  this.timeout(180_000);
  const theirs = jupyterLabVegaLite();

  for (const [name, chart] of Object.entries(gallery({}))) {
    it(`${name}: is drawn without a warning by our Vega-Lite and by JupyterLab’s`, async () => {
      const ours = await draw(chart, compile);
      assert.ok(ours.includes('<path'));
      if (!theirs) return console.log('      (JupyterLab’s: skipped, it is not installed)');
      await draw(chart, theirs.compile);
    });

    it(`${name}: says what its axes show, and what is seen, in words`, () => {
      const text = JSON.stringify(chart);
      assert.ok(chart.description.length > 40, chart.description);
      const titles = [...text.matchAll(/"axis":\{"title":("[^"]*"|null)/g)].map(m => m[1]);
      assert.ok(titles.length > 0 && titles.every(title => title !== '""' && title !== 'null'), titles.join());
      assert.equal(chart.$schema, 'https://vega.github.io/schema/vega-lite/v5.json');
      assert.ok(isChart(chart));
    });
  }

  it('follow the schema of Vega-Lite 5', () => {
    const Ajv = require('ajv') as {
      new (options: object): { compile(schema: unknown): ((value: unknown) => boolean) & { errors: unknown } };
    };
    const schema = require('vega-lite/build/vega-lite-schema.json') as unknown;
    const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    for (const [name, chart] of [...Object.entries(gallery({ theme: 'dark' })), ...Object.entries(empty({}))])
      assert.ok(valid(JSON.parse(JSON.stringify(chart))), `${name}: ${JSON.stringify(valid.errors).slice(0, 600)}`);
  });

  it('can be drawn with nothing in them', async () => {
    for (const chart of Object.values(empty({}))) await draw(chart, compile, /Infinite extent/);
  });

  it('are English or Chinese, light or dark, and look like it: see test/output/charts', async () => {
    mkdirSync(OUTPUT, { recursive: true });
    for (const { language, theme } of combinations)
      for (const [name, chart] of Object.entries(gallery({ language, theme }))) {
        assert.equal(/[\u4e00-\u9fff]/.test(String((chart.title as { text: string }).text)), language === 'zh', name);
        await chart
          .save(path.join(OUTPUT, `${name}-${language}-${theme}.png`))
          .catch(error => assert.fail(`${name}: ${error}`));
      }
  });

  it('go into a notebook as an object, a picture and words', async () => {
    const chart = gallery({}).det;
    const bundle = await chartBundle(chart);
    assert.deepEqual(Object.keys(bundle), [VEGALITE_MIME, 'image/png', 'text/plain']);
    assert.deepEqual(JSON.parse(JSON.stringify(bundle[VEGALITE_MIME])), JSON.parse(JSON.stringify(chart)));
    assert.equal(bundle['text/plain'], chart.description);
  });

  it('take names of sources for data, never for markup', async () => {
    const chart = qualityBySource(
      [{ source: '</script><img src=x onerror=alert(1)>', pictures: 3, quantiles: [0.1, 0.2, 0.3, 0.4, 0.5] }],
      { qualityReject: 0.4, qualityTrust: 0.6 }
    );
    const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-chart-'));
    try {
      await chart.save(path.join(folder, 'a.html'));
      const html = readFileSync(path.join(folder, 'a.html'), 'utf8');
      assert.equal(html.split('</script>').length, 3, 'the page has its own two scripts and no more');
      assert.ok(!html.includes('<img'));
      assert.ok(!/https?:\/\/(?!www\.w3\.org)[^"'\s]*\.(js|css)/.test(html.slice(0, 1500)));
      await chart.save(path.join(folder, 'a.svg'));
      assert.match(readFileSync(path.join(folder, 'a.svg'), 'utf8'), /^<svg/);
      await assert.rejects(chart.save(path.join(folder, 'a.pdf')), {
        code: 'INVALID_ARGUMENT',
        message: /\.svg, \.png or \.html/
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
