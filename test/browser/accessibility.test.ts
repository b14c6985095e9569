import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './lab';
import { type IVisit, noComplaints, record, Stage } from './stage';

interface IFault {
  rule: string;
  impact: string;
  where: string;
  why: string;
}

/** Serious and critical faults by axe's rules inside what `scope` selects. */
async function faults(page: Page, scope: string): Promise<IFault[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) {
    await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    // JupyterLab's body has no height of its own, and axe would take all that is in it for hidden.
    await page.addStyleTag({ content: 'body { height: 100vh }' });
  }
  return page.evaluate(
    `axe.run(${JSON.stringify(scope)}, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, impact, nodes }) =>
          nodes.map(({ target, failureSummary }) => ({ rule: id, impact, where: String(target), why: failureSummary }))
        ))`
  );
}

/** What readers who see little, or use no mouse, would stumble over. */
describe('the sidebar by the rules of accessibility', function () {
  this.timeout(420_000);
  const NOTEBOOK = '03-audit-a-data-set.ipynb';
  let stage: Stage;
  let visit: IVisit;

  before(async () => {
    stage = await Stage.open('accessibility', root => {
      record(root);
      for (const name of [NOTEBOOK, '02-compare-two-faces.ipynb']) {
        copyFileSync(path.join(ROOT, 'notebooks', name), path.join(root, name));
      }
    });
    visit = await stage.visit({ viewport: { width: 1400, height: 1600 } });
    await visit.page.goto(`${stage.lab.url('lab')}&reset`);
    await visit.desk.showSidebar();
  });

  after(() => stage?.close());

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await visit.desk.picture('failed-accessibility');
  });

  it('would be found at fault', async () => {
    const { page } = visit;
    await page.evaluate(`{
      const fault = document.createElement('div');
      fault.id = 'made-fault';
      fault.innerHTML = '<button></button><span style="background: white; color: silver">pale</span>';
      document.querySelector('#facegauge-sidebar .fg-Today').append(fault);
    }`);
    const found = await faults(page, '#made-fault');
    assert.deepEqual(found.map(({ rule }) => rule).sort(), ['button-name', 'color-contrast']);
    await page.evaluate("document.querySelector('#made-fault').remove()");
  });

  for (const theme of ['Light', 'Dark'] as const) {
    it(`has no serious fault in any panel (${theme})`, async () => {
      const { page, desk } = visit;
      await desk.theme(theme);
      await desk.range('7d');
      await desk.panel('Trend').getByLabel('By source').check();
      await desk.panel('Trend').locator('.fg-SourceLine').first().waitFor();
      await desk.panel('Samples').locator('.fg-Tile img').first().waitFor();
      await desk.panel('Thresholds').getByRole('slider').first().waitFor();
      for (const box of await desk.panel('Runs').getByRole('checkbox').all()) await box.check();
      await desk.panel('Runs').locator('.fg-Comparison').waitFor();
      assert.deepEqual(await faults(page, '#facegauge-sidebar'), []);
      await desk.panel('Thresholds').getByRole('slider').first().focus();
      await page.keyboard.press('PageUp');
      await desk.panel('Thresholds').getByText('History').click();
      await desk.panel('Findings').locator('[data-finding]').first().click();
      await desk.panel('Samples').locator('.fg-Chip').waitFor();
      // What belongs to the question before is pale until the answer is there.
      await page.waitForFunction(
        "!document.querySelector('#facegauge-sidebar .fg-mod-stale, #facegauge-sidebar [aria-busy=true]')"
      );
      assert.deepEqual(await faults(page, '#facegauge-sidebar'), []);
      await desk.panel('Thresholds').getByRole('button', { name: 'Reset' }).click();
      await desk.panel('Thresholds').getByText('History').click();
      await desk.panel('Samples').locator('.fg-Chip button').click();
    });

    it(`has none in the dialog of a sample (${theme})`, async () => {
      const { page, desk } = visit;
      await desk.theme(theme);
      await desk
        .panel('Samples')
        .locator('.fg-Tile[data-assessment="review"], .fg-Tile[data-assessment="rejected"]')
        .first()
        .click();
      const dialog = page.locator('.fg-SampleDialog');
      await dialog.getByRole('img', { name: 'Contribution map' }).waitFor();
      await dialog.locator('.fg-Whole img').waitFor();
      await dialog.locator('[data-action="delete"]').click();
      assert.deepEqual(await faults(page, '.fg-SampleDialog .fg-Sample'), []);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });
  }

  for (const notebook of [NOTEBOOK, '02-compare-two-faces.ipynb']) {
    it(`has none in the cards of ${notebook}`, async () => {
      const { page, desk } = visit;
      await page.goto(`${stage.lab.url(`lab/tree/${notebook}`)}&reset`);
      await page.waitForSelector('.jp-Notebook .jp-Cell');
      for (const theme of ['Light', 'Dark'] as const) {
        await desk.theme(theme);
        await page.mouse.move(500, 500);
        const seen = new Set<string>();
        // JupyterLab draws cells as they come into view.
        for (let i = 0; i < 40; i++) {
          for (const kind of await page.$$eval('.fg-Card', cards => cards.map(card => (card as any).dataset.kind))) {
            if (seen.has(kind)) continue;
            seen.add(kind);
            assert.deepEqual(await faults(page, `.fg-Card[data-kind="${kind}"]`), []);
          }
          await page.mouse.wheel(0, 700);
          await page.waitForTimeout(100);
        }
        assert.ok(seen.size > 0, `no card was drawn in ${notebook}`);
        await page.mouse.wheel(0, -40_000);
      }
    });
  }

  it('complains of nothing in the console', () => noComplaints(visit));
});
