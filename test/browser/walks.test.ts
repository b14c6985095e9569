import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { type IVisit, looked, record, Stage } from './stage';

/** Readers in the dark, and those with a narrow window. */
describe('the sidebar, walked through otherwise', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;

  before(async () => {
    stage = await Stage.open('walks', root => record(root));
  });

  after(() => stage?.close());

  beforeEach(async () => {
    visit = await stage.visit();
    page = visit.page;
  });

  afterEach(async function () {
    await looked(visit, this.currentTest);
    await visit.context.close();
  });

  async function enter(): Promise<void> {
    await page.goto(`${stage.lab.url('lab')}&reset`);
    await visit.desk.showSidebar();
    await visit.desk.range('7d');
    await visit.desk.panel('Samples').locator('.fg-Tile img').first().waitFor();
  }

  const dialog = (): Locator => page.locator('.fg-SampleDialog');

  it('in the dark: nothing of ours stays white', async () => {
    await enter();
    await visit.desk.theme('Dark');
    await visit.desk.panel('Samples').locator('.fg-Tile').first().click();
    await dialog().locator('.fg-Sample-quality').waitFor();
    const white =
      await page.evaluate(`[...document.querySelectorAll('#facegauge-sidebar *, .fg-SampleDialog .fg-Sample *')]
      .filter(node => node.clientWidth * node.clientHeight > 1500 && node.tagName !== 'IMG')
      .filter(node => {
        const [r, g, b, a = 1] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
        return a > 0.3 && (r + g + b) / 3 > 170;
      })
      .map(node => node.className)`);
    assert.deepEqual(white, []);
    await visit.desk.theme('Light');
  });

  it('by keyboard: asked for by its command, the first time as any other, it begins at its top', async () => {
    await page.goto(`${stage.lab.url('lab')}&reset`);
    await page.waitForFunction('window.jupyterapp !== undefined');
    await page.evaluate('jupyterapp.restored');
    assert.equal(await page.locator('#facegauge-sidebar').isVisible(), false);
    for (let time = 0; time < 2; time++) {
      await page.evaluate("jupyterapp.commands.execute('facegauge:show-sidebar')");
      await page.waitForFunction("document.activeElement?.matches('#facegauge-sidebar .fg-Segments input:checked')");
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction("document.activeElement?.matches('#facegauge-sidebar .fg-Segments input:checked')");
      await page.evaluate('document.activeElement.blur()');
    }
  });

  it('in a window of 700 px', async () => {
    await page.setViewportSize({ width: 700, height: 900 });
    await enter();
    const wide =
      await page.evaluate(`[...document.querySelectorAll('#facegauge-sidebar, #facegauge-sidebar .fg-Panel-body')]
      .filter(node => node.scrollWidth > node.clientWidth + 1)
      .map(node => node.firstElementChild?.className ?? node.className)`);
    assert.deepEqual(wide, []);
    await visit.desk.panel('Samples').locator('.fg-Tile').first().click();
    await dialog().locator('.fg-Sample-quality').waitFor();
    const box = (await dialog().locator('.jp-Dialog-content').boundingBox())!;
    assert.ok(box.x >= 0 && box.x + box.width <= 700 && box.y >= 0 && box.y + box.height <= 900, JSON.stringify(box));
    await visit.desk.picture('walks-700');
  });
});
