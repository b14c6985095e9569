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

/** Notebooks as they were saved, with the kinds of cards they have. */
const NOTEBOOKS = {
  '01-getting-started.ipynb': ['face', 'not-acquired'],
  '02-compare-two-faces.ipynb': ['comparison'],
  '03-audit-a-data-set.ipynb': ['audit', 'gallery']
};

/** The document in front. */
const DOCUMENT = '.fg-Document:not(.lm-mod-hidden *)';

/** What readers who see little, or use no mouse, would stumble over. */
describe('the sidebar by the rules of accessibility', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;

  before(async () => {
    stage = await Stage.open('accessibility', root => {
      record(root);
      for (const name of Object.keys(NOTEBOOKS)) {
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
      await desk.openSample('p18-profile.jpg', 'gate 3');
      const dialog = page.locator('.fg-SampleDialog');
      await dialog.getByRole('img', { name: 'Contribution map' }).waitFor();
      await dialog.locator('.fg-Whole img').waitFor();
      await dialog.locator('[data-action="delete"]').click();
      assert.deepEqual(await faults(page, '.fg-SampleDialog .fg-Sample'), []);
      await dialog.locator('[data-action="compare"]').click();
      await dialog.locator('.fg-Beside .fg-Tile').first().waitFor();
      await dialog.locator('.fg-Neighbours').waitFor();
      assert.deepEqual(await faults(page, '.fg-SampleDialog .fg-Sample'), []);
      await dialog.locator('.fg-Beside .fg-Tile').first().click();
      await dialog.locator('.fg-Card[data-kind="comparison"], .fg-Document-body .fg-Problem').waitFor();
      assert.deepEqual(await faults(page, '.fg-SampleDialog .fg-Sample'), []);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await desk.source(null);
    });
  }

  it('has none in documents, where pictures are dropped, and on the launcher', async () => {
    const { page, desk } = visit;
    const front = page.locator('.fg-Document:visible');
    const inBoth = async (scope: string) => {
      for (const theme of ['Light', 'Dark'] as const) {
        await desk.theme(theme);
        assert.deepEqual(await faults(page, scope), [], `${scope} (${theme})`);
      }
    };
    await desk.document(null);
    await front.getByRole('checkbox', { name: 'Keep them in a folder' }).check();
    await inBoth(DOCUMENT);
    await desk.document('assess', 'samples/p14-mask1.jpg');
    await front.locator('.fg-Card[data-kind="face"]').waitFor();
    await inBoth(DOCUMENT);
    await desk.document('compare', 'samples/p01-a.jpg', 'samples/p18-profile.jpg');
    await front.locator('.fg-Card[data-kind="comparison"]').waitFor();
    await inBoth(DOCUMENT);
    await desk.document('compare', 'samples/p01-a.jpg', 'samples/empty-path.jpg');
    await front.getByRole('alert').filter({ hasText: 'NO_FACE' }).waitFor();
    await inBoth(DOCUMENT);
    await desk.document('audit', 'samples');
    await front.locator('.fg-Card[data-kind="audit"]').waitFor({ timeout: 180_000 });
    await inBoth(DOCUMENT);
    await page.locator('#facegauge-sidebar .fg-Drop summary').click();
    await page.locator('#facegauge-sidebar .fg-Drop').getByRole('checkbox').check();
    await inBoth('#facegauge-sidebar .fg-Drop');
    await page.evaluate(`void jupyterapp.commands.execute('launcher:create')`);
    await page.locator('.jp-LauncherCard:visible').filter({ hasText: 'Face Quality' }).waitFor();
    await inBoth('.jp-LauncherCard[title="Assess or compare pictures without code"]');
  });

  for (const [notebook, kinds] of Object.entries(NOTEBOOKS)) {
    it(`has none in the cards of ${notebook}`, async () => {
      const { page, desk } = visit;
      await page.goto(`${stage.lab.url(`lab/tree/${notebook}`)}&reset`);
      await page.waitForSelector('.jp-Notebook .jp-Cell');
      for (const theme of ['Light', 'Dark'] as const) {
        await desk.theme(theme);
        for (const kind of kinds) {
          const scope = `.fg-Card[data-kind="${kind}"]`;
          await desk.bring(page.locator(scope).first());
          assert.deepEqual(await faults(page, scope), [], `${scope} (${theme})`);
        }
      }
    });
  }

  it('complains of nothing in the console', () => noComplaints(visit));
});
