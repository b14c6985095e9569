import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { en } from '../../jupyterlab-ext/src/words/en';
import type { Desk } from './desk';
import { type IVisit, looked, record, Stage } from './stage';

/** Readers who use no mouse. */
describe('the sidebar, by the keyboard alone', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('keyboard', root => record(root));
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

  const focused = (thing: Locator): Promise<boolean> => thing.evaluate(node => (node as any).matches(':focus'));

  it('asked for by its command, the first time as any other, begins at its top', async () => {
    await desk.start();
    assert.equal(await page.locator('#facegauge-sidebar').isVisible(), false);
    for (let time = 0; time < 2; time++) {
      await page.evaluate("jupyterapp.commands.execute('facegauge:show-sidebar')");
      await page.waitForFunction("document.activeElement?.matches('#facegauge-sidebar .fg-Segments input:checked')");
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction("document.activeElement?.matches('#facegauge-sidebar .fg-Segments input:checked')");
      await page.evaluate('document.activeElement.blur()');
    }
  });

  it('leads from the range bar through the panels to a sample and back', async () => {
    await desk.start();
    // The launcher, which comes last, takes the keyboard.
    await page.waitForFunction("document.activeElement?.matches('.jp-Launcher, .jp-Launcher *')");
    await page.evaluate("jupyterapp.commands.execute('facegauge:show-sidebar')");
    await page.waitForFunction("document.activeElement?.matches('#facegauge-sidebar .fg-Segments input')");
    await desk.press('ArrowRight', async () => (await page.locator('input[value="7d"]:checked').count()) > 0);
    // A finding filters the samples; its chip, taken away, does not take the keyboard with it.
    const finding = desk.panel('Findings').locator('[data-finding]').first();
    await finding.waitFor();
    await desk.press('Tab', async () => (await page.locator('[data-finding]:focus').count()) > 0);
    await page.keyboard.press('Enter');
    const chip = desk.panel('Samples').locator('.fg-Chip button');
    await chip.waitFor();
    await desk.press('Tab', () => focused(chip));
    await page.keyboard.press('Enter');
    await chip.waitFor({ state: 'detached' });
    assert.match(await desk.keyboard(), /<select/);
    const search = desk.panel('Samples').getByLabel(en.searchPath);
    await desk.press('Tab', () => focused(search));
    await page.keyboard.type('p1');
    await page.keyboard.press('Enter');
    await chip.waitFor();
    assert.ok(await focused(search), `the keyboard is at ${await desk.keyboard()}`);

    const list = desk.panel('Samples').getByRole('listbox');
    await desk.press('Tab', () => focused(list));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const at = await list.getAttribute('aria-activedescendant');
    await page.keyboard.press('Enter');
    await desk.dialog.locator('.fg-Sample-quality').waitFor();
    const name = await desk.dialog.locator('.fg-Sample-name').innerText();
    assert.ok((await page.locator(`[id="${at}"]`).getAttribute('aria-label'))!.includes(name));
    // Arrows go through the list, but not where they mean something else.
    const shown = desk.dialog.locator('.fg-Sample-name');
    const previous = desk.dialog.locator('[aria-keyshortcuts="ArrowLeft"]');
    await page.keyboard.press('ArrowLeft');
    await previous.and(page.locator(':disabled')).waitFor();
    await page.keyboard.press('ArrowRight');
    await previous.and(page.locator(':enabled')).waitFor();
    await shown.filter({ hasText: name }).waitFor();
    const strength = desk.dialog.getByLabel(en.mapOpacity);
    await desk.press('Tab', () => focused(strength));
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual([await strength.inputValue(), await shown.innerText()], ['0.8', name]);
    // What one decides against leaves the keyboard in the dialog: Escape still closes it.
    await desk.press('Tab', () => focused(desk.dialog.locator('[data-action="delete"]')));
    await page.keyboard.press('Enter');
    await desk.dialog.getByRole('button', { name: en.removeNo, exact: true }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await desk.dialog.locator('.fg-Sure').waitFor({ state: 'detached' });
    assert.match(await desk.keyboard(), /<button/);
    await page.keyboard.press('Escape');
    await desk.dialog.waitFor({ state: 'detached', timeout: 5000 });
    assert.ok(await focused(list), `the keyboard is at ${await desk.keyboard()}`);
    assert.equal(await list.getAttribute('aria-activedescendant'), at);

    const slider = desk.panel('Thresholds').getByRole('slider', { name: en.rejectThreshold });
    await desk.press('Tab', () => focused(slider));
    await page.keyboard.press('PageUp');
    await desk.panel('Thresholds').locator('[data-figure="what-if"]').filter({ hasText: 'would be' }).waitFor();
    assert.equal(await slider.getAttribute('aria-valuetext'), '0.45');
    const reset = desk.panel('Thresholds').getByRole('button', { name: en.reset });
    await desk.press('Tab', () => focused(reset));
    await page.keyboard.press('Enter');
    await desk.panel('Thresholds').locator('[data-figure="what-if"]').filter({ hasText: 'are rejected' }).waitFor();
    assert.notEqual(await desk.keyboard(), '');
    await desk.press('Tab', async () => (await page.locator('.fg-Run-name:focus').count()) > 0);
    await page.keyboard.press('Enter');
    await page.locator('input[value="run"]:checked').waitFor({ state: 'attached' });
    assert.match(await desk.keyboard(), /fg-Run-name/);
  });

  it('closes a sample at the first Escape, however soon it comes', async () => {
    await desk.enter();
    const tile = desk.panel('Samples').locator('.fg-Tile').first();
    // A browser that is busy: it is never idle while the dialog opens.
    await page.evaluate('window.requestIdleCallback = () => 0');
    await tile.click();
    await page.keyboard.press('Escape');
    await desk.dialog.waitFor({ state: 'detached', timeout: 5000 });
    await tile.click();
    // A click on words that cannot have the keyboard.
    await desk.dialog.locator('.fg-Sample-quality').click();
    await page.keyboard.press('Escape');
    await desk.dialog.waitFor({ state: 'detached', timeout: 5000 });
  });
});
