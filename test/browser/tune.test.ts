import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import * as vega from 'vega';
import { evaluateScores, tune } from '../../kernel-lib/src/evaluating';
import { made } from '../unit/evaluating/made';
import { expectShown, positions, said, type SliderPositions } from '../unit/evaluating/shown';
import { launchChromium } from './chromium';
import { type Lab, OUTPUT, ROOT, startLab } from './lab';

async function move(page: Page, within: string, values: Partial<SliderPositions>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    await page.locator(`${within} input[type=range][name="${name}"]`).fill(String(value));
  // Changes of sliders are gathered for some milliseconds.
  await page.waitForTimeout(120);
}

const texts = (page: Page, within: string): Promise<string[]> =>
  page.$$eval(`${within} svg text`, nodes => nodes.map(node => node.textContent ?? ''));

/** The same display without a browser. */
async function headless(spec: unknown, values: Partial<SliderPositions>): Promise<string[]> {
  const view = new vega.View(vega.parse(JSON.parse(JSON.stringify(spec))), { renderer: 'none' });
  for (const [name, value] of Object.entries(values)) view.signal(name, value);
  const svg = await view.toSVG();
  view.finalize();
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text.replaceAll('&gt;', '>'));
}

describe('the display to tune thresholds on, in a browser', function () {
  this.timeout(300_000);
  let browser: Browser;
  let page: Page;
  let errors: string[];

  before(async () => (browser = await launchChromium()));
  after(() => browser?.close());
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1100, height: 1000 } });
    errors = [];
    page.on('pageerror', error => errors.push(String(error)));
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(errors, []);
  });

  it('is a page without network whose numbers are the library’s at fifty positions', async () => {
    const evaluation = await evaluateScores(made(25), { replicates: 100 });
    mkdirSync(OUTPUT, { recursive: true });
    const file = path.join(OUTPUT, 'tune.html');
    await tune(evaluation).save(file);
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#chart input[type=range]');
    for (const policy of positions(50)) {
      await move(page, '#chart', policy);
      expectShown(await texts(page, '#chart'), said(evaluation, policy), JSON.stringify(policy));
    }
    await page.selectOption('#chart select', { label: 'FMR 10⁻³, least review' });
    await page.waitForTimeout(120);
    const { policy } = await evaluation.recommend({ fmr: 1e-3 });
    expectShown(await texts(page, '#chart'), said(evaluation, policy), 'preset');
    await page.screenshot({ path: path.join(OUTPUT, 'tune-page.png'), fullPage: true });
    assert.deepEqual(
      asked.filter(url => !url.startsWith('file:')),
      []
    );
  });

  describe('in JupyterLab', () => {
    const name = '04-tune-thresholds.ipynb';
    let lab: Lab;
    before(async () => {
      lab = await startLab('tune', root => copyFileSync(path.join(ROOT, 'notebooks', name), path.join(root, name)));
    });
    after(() => lab?.stop());

    it('moves without a kernel in a notebook that was only opened', async () => {
      const notebook = JSON.parse(readFileSync(path.join(ROOT, 'notebooks', name), 'utf8'));
      const mime = 'application/vnd.vega.v5+json';
      const outputs = notebook.cells.flatMap(
        (cell: { outputs?: { data?: Record<string, unknown> }[] }) => cell.outputs ?? []
      );
      const spec = outputs.find(({ data }: { data?: Record<string, unknown> }) => data?.[mime]).data[mime];
      await page.goto(`${lab.url(`lab/tree/${name}`)}&reset`);
      await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 120_000 });
      const within = '.jp-OutputArea-output:has(input[type=range])';
      await page.mouse.move(700, 500);
      // JupyterLab draws cells as they come into view.
      for (let i = 0; i < 60 && (await page.locator(within).count()) === 0; i++) {
        await page.mouse.wheel(0, 500);
        await page.waitForTimeout(250);
      }
      await page.locator(within).scrollIntoViewIfNeeded();
      assert.equal(await page.locator(`${within} input[type=range]`).count(), 4);
      for (const policy of positions(5)) {
        await move(page, within, policy);
        const expected = (await headless(spec, policy)).filter(text => /%/.test(text));
        assert.ok(expected.length > 10);
        expectShown(await texts(page, within), expected, JSON.stringify(policy));
      }
      await page.screenshot({ path: path.join(OUTPUT, 'tune-lab.png') });
    });
  });
});
