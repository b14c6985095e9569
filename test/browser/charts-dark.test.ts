import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { evaluateScores, tune } from '../../kernel-lib/src/evaluating';
import { chartBundle, type MimeBundle } from '../../kernel-lib/src/drawing';
import { gallery } from '../unit/charts/gallery';
import { made } from '../unit/evaluating/made';
import type { Desk } from './desk';
import { type IVisit, looked, Stage } from './stage';

const LIGHT = '255,255,255';
const DARK = '20,24,29';

/** Charts of a notebook of another day, in the theme that the reader has now. */
describe('charts in a dark JupyterLab', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    const { 'quality-histogram': histogram, det, 'over-time': overTime, 'map-identity': map } = gallery({});
    const asked = gallery({ theme: 'light' }).findings;
    const bundles = await Promise.all([histogram, det, overTime, map, asked].map(chart => chartBundle(chart)));
    const tuning = await tune(await evaluateScores(made(25), { replicates: 100 }));
    const show = tuning[Symbol.for('Jupyter.display') as never] as () => Promise<MimeBundle>;
    const theirs = {
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      background: '#ffffff',
      data: { values: [{ a: 1 }] },
      mark: { type: 'bar', color: '#2f6f9f' },
      encoding: { x: { field: 'a', type: 'quantitative' } }
    };
    bundles.push(await chartBundle(theirs), await show.call(tuning));
    stage = await Stage.open('charts-dark', root => writeCharts(path.join(root, 'charts.ipynb'), bundles));
    visit = await stage.visit();
    ({ page, desk } = visit);
    await desk.open('charts.ipynb');
  });

  after(async () => {
    await visit?.context.close();
    await stage?.close();
  });

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  const chart = (i: number) => page.locator(`.jp-Cell[data-windowed-list-index="${i}"] .vega-embed`);

  /** The colour of a corner of a drawing: it comes a moment after the theme. */
  async function groundBecomes(i: number, expected: string): Promise<void> {
    const canvas = chart(i).locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    let found = '';
    for (let tries = 0; tries < 150 && found !== expected; tries++) {
      if (tries > 0) await page.waitForTimeout(100);
      found = await canvas.evaluate((node: any) =>
        node.getContext('2d').getImageData(3, 3, 1, 1).data.slice(0, 3).join()
      );
    }
    assert.equal(found, expected, `chart ${i}`);
  }

  it('are light in a light one', async () => {
    for (const i of [0, 1, 2, 3, 4, 5]) {
      await desk.bring(chart(i));
      await groundBecomes(i, LIGHT);
    }
  });

  it('are drawn again on a dark ground when the theme becomes dark, but those that are not ours to colour', async () => {
    await desk.theme('Dark');
    for (const i of [0, 1, 2, 3]) {
      await desk.bring(chart(i));
      await groundBecomes(i, DARK);
      assert.match(await chart(i).evaluate((node: any) => node.outerHTML), /aria-label="[^"]{20}/);
      await desk.picture(`charts-dark-${i}`);
    }
    for (const i of [4, 5]) {
      await desk.bring(chart(i));
      await groundBecomes(i, LIGHT);
    }
  });

  it('keep the sliders of the display to tune thresholds where they are', async () => {
    await desk.bring(chart(6));
    const slider = chart(6).locator('input[type="range"]').first();
    const drawing = chart(6).locator('svg.marks');
    const before = await drawing.textContent();
    await slider.fill('0.6');
    // Changes of sliders are gathered for some milliseconds.
    await page.waitForTimeout(300);
    assert.notEqual(await drawing.textContent(), before);
    const moved = await drawing.textContent();
    await desk.picture('charts-dark-tune');
    const letters = (colour: string) => drawing.locator(`text[fill="${colour}"]`).first().waitFor();
    await letters('#e8ebee');
    assert.match((await drawing.getAttribute('style')) ?? '', new RegExp(`rgb\\(${DARK.replaceAll(',', ', ')}\\)`));
    await desk.theme('Light');
    await desk.bring(chart(6));
    await letters('#1b1f24');
    await page.waitForTimeout(300);
    assert.equal(await slider.inputValue(), '0.6');
    assert.equal(await drawing.textContent(), moved);
    await desk.bring(chart(0));
    await groundBecomes(0, LIGHT);
  });

  it('are dark from the start where the theme is', async () => {
    await desk.theme('Dark');
    await desk.open('charts.ipynb');
    await desk.bring(chart(1));
    await groundBecomes(1, DARK);
  });
});

function writeCharts(file: string, bundles: MimeBundle[]): void {
  const cells = bundles.map((bundle, i) => ({
    cell_type: 'code',
    id: `chart-${i}`,
    metadata: {},
    execution_count: i + 1,
    outputs: [{ output_type: 'display_data', data: bundle, metadata: {} }],
    source: `show(chart${i})`
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' };
  writeFileSync(file, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
}
