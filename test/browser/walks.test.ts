import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Desk } from './desk';
import { type IVisit, looked, record, Stage } from './stage';

/** Readers in the dark, and those with a narrow window. */
describe('the sidebar, walked through otherwise', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('walks', root => record(root));
  });

  after(() => stage?.close());

  beforeEach(async () => {
    visit = await stage.visit();
    ({ page, desk } = visit);
  });

  afterEach(async function () {
    await looked(visit, this.currentTest);
    await visit.context.close();
  });

  it('in the dark: nothing of ours stays white', async () => {
    await desk.enter();
    await desk.theme('Dark');
    await desk.panel('Samples').locator('.fg-Tile').first().click();
    await desk.dialog.locator('.fg-Sample-quality').waitFor();
    const white =
      await page.evaluate(`[...document.querySelectorAll('#facegauge-sidebar *, .fg-SampleDialog .fg-Sample *')]
      .filter(node => node.clientWidth * node.clientHeight > 1500 && node.tagName !== 'IMG')
      .filter(node => {
        const [r, g, b, a = 1] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
        return a > 0.3 && (r + g + b) / 3 > 170;
      })
      .map(node => node.className)`);
    assert.deepEqual(white, []);
    await desk.theme('Light');
  });

  it('in a window of 700 px', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await desk.enter();
    const wide =
      await page.evaluate(`[...document.querySelectorAll('#facegauge-sidebar, #facegauge-sidebar .fg-Panel-body')]
      .filter(node => node.scrollWidth > node.clientWidth + 1)
      .map(node => node.firstElementChild?.className ?? node.className)`);
    assert.deepEqual(wide, []);
    await desk.panel('Samples').locator('.fg-Tile').first().click();
    await desk.dialog.locator('.fg-Sample-quality').waitFor();
    const box = (await desk.dialog.locator('.jp-Dialog-content').boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= 700 && box.y >= 0 && box.y + box.height <= 900, JSON.stringify(box));
    await desk.picture('walks-700');
  });
});
