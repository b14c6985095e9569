import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Desk } from './desk';
import { writeNotebook } from './notebook';
import { copySamples, type IVisit, looked, Stage } from './stage';

const PICTURES = [
  'p01-a.jpg',
  'p01-b.jpg',
  'p02-a.jpg',
  'p05-dark2.jpg',
  'p14-mask1.jpg',
  'p18-profile.jpg',
  'empty-path.jpg'
];

const COMPARE = `const pair = await session.compare(kept[0], kept[3]);
console.log('rejected below ' + pair.thresholds.qualityReject);`;

/** A first-time user's walk through the sidebar: JupyterLab, the kernel, the store and the routes, all real. */
describe('the sidebar, walked through for the first time', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('walk', root => {
      copySamples(PICTURES, path.join(root, 'samples'));
      writeNotebook(path.join(root, 'walk.ipynb'), [
        "import { open } from 'facegauge';\nconst session = await open({ language: 'en' });",
        // Slowly enough for a person to see the figures move.
        `const pictures = ${JSON.stringify(PICTURES.map(name => `samples/${name}`))};
const kept: any[] = [];
async function score() {
  for (const picture of pictures) {
    kept.push(await session.extract(picture, { source: 'gate 3' }).catch(error => error));
    await new Promise(resolve => setTimeout(resolve, 700));
  }
}
await score();`,
        COMPARE
      ]);
    });
    visit = await stage.visit();
    ({ page, desk } = visit);
  });

  after(async () => {
    await visit?.context.close();
    await stage?.close();
  });

  afterEach(async function () {
    // Each step of the walk stands on the one before.
    if (this.currentTest?.state === 'failed')
      this.test?.parent?.tests.forEach(test => test.state === undefined && (test.pending = true));
    await looked(visit, this.currentTest);
  });

  it('begins with nothing and is told what to run', async () => {
    await desk.open('walk.ipynb');
    await desk.showSidebar();
    await desk.says(/There is no store yet/);
    await desk.panel('Findings').filter({ hasText: 'Nothing has been processed yet.' }).waitFor();
  });

  it('sees the figures move while the notebook runs', async () => {
    await desk.startAll();
    await desk.figureBecomes('pictures', /^[1-6]$/);
    await desk.says(/A session is working/);
    await desk.ran();
    await desk.says(/A session is open; pictures so far: 7/);
    await desk.figureBecomes('pictures', /^7$/);
    assert.equal(await desk.figure('failures'), '1');
    await desk.panel('Samples').locator('[data-figure="samples"]').filter({ hasText: '7 samples' }).waitFor();
  });

  it('goes from a finding to its samples', async () => {
    await desk.panel('Findings').locator('[data-finding="mask"]').click();
    await desk.panel('Samples').locator('.fg-Chip').filter({ hasText: 'Mask' }).waitFor();
    const tile = desk.panel('Samples').locator('.fg-Tile');
    await tile
      .filter({ has: page.locator('img') })
      .first()
      .waitFor();
    await desk.panel('Samples').locator('[data-figure="samples"]').filter({ hasText: '1 sample' }).waitFor();
    assert.match((await tile.first().getAttribute('aria-label'))!, /^0\.\d\d Mask · p14-mask1\.jpg/);
    await desk.picture('walk-finding');
    await desk.panel('Samples').locator('.fg-Chip button').click();
    await desk.panel('Samples').locator('[data-figure="samples"]').filter({ hasText: '7 samples' }).waitFor();
  });

  it('points at an hour with the keyboard and hears what it says', async () => {
    await desk.panel('Trend').getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    const said = desk.panel('Trend').locator('[data-figure="trend"]');
    await desk.press('ArrowLeft', async () => /pictures · mean 0\.\d\d/.test(await said.innerText()));
    assert.match(await said.innerText(), /1 failed · Commonest: .+ · poorest source: gate 3/);
    await page.keyboard.press('Enter');
    await desk.panel('Samples').locator('.fg-Chip').waitFor();
    await desk.panel('Samples').locator('.fg-Chip button').click();
  });

  it('opens a sample with the keyboard, sees it in full and puts its code into the notebook', async () => {
    const list = desk.panel('Samples').getByRole('listbox');
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const dialog = page.locator('.fg-SampleDialog');
    await dialog.getByRole('img', { name: 'Contribution map' }).waitFor();
    await dialog.locator('.fg-Whole img').waitFor();
    assert.match(await dialog.innerText(), /Rejected|Review/);
    await desk.picture('walk-dialog');
    await dialog.getByRole('button', { name: 'Insert code' }).click();
    await dialog.getByText('A cell was inserted below; it was not run.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(
      await list.evaluate(node => node === (node as { ownerDocument: any }).ownerDocument.activeElement),
      true
    );
    await desk.save();
    const { cells } = JSON.parse(readFileSync(path.join(stage.lab.root, 'walk.ipynb'), 'utf8')) as {
      cells: { source: string | string[]; execution_count: number | null }[];
    };
    const added = cells.filter(cell => cell.execution_count === null);
    assert.equal(added.length, 1);
    assert.match([added[0].source].flat().join(''), /session\.extract\("samples\/p\d\d-/);
  });

  it('moves a threshold with the keyboard, applies it and takes it back', async () => {
    const thresholds = desk.panel('Thresholds');
    await thresholds.getByRole('slider', { name: 'Reject below' }).focus();
    await page.keyboard.press('PageUp');
    await thresholds
      .locator('[data-figure="what-if"]')
      .filter({ hasText: /\d of 6, [\d.]+%, would be rejected; (as|\d more than) now/ })
      .waitFor();
    await thresholds.getByLabel('Note').fill('first walk');
    await page.keyboard.press('Enter');
    await thresholds.locator('[data-threshold="qualityReject"]').filter({ hasText: '0.45' }).last().waitFor();
    await desk.says(/Below 0\.45/);
    // The session that is open takes it over for its next comparison.
    const cell = page.locator('.jp-CodeCell').filter({ hasText: 'session.compare' });
    assert.match(await cell.locator('.jp-OutputArea-output').innerText(), /rejected below 0\.4$/m);
    await cell.locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
    await cell.locator('.jp-OutputArea-output').filter({ hasText: 'rejected below 0.45' }).waitFor();
    await thresholds.getByText('History').click();
    await thresholds.getByText('first walk').waitFor();
    await desk.picture('walk-threshold');
    await thresholds.getByRole('button', { name: 'Undo the last change' }).click();
    await desk.says(/Below 0\.40/);
  });

  it('comes back to the same view', async () => {
    const kept = page.waitForResponse(r => r.request().method() === 'PUT' && /api\/workspaces/.test(r.url()));
    await desk.range('7d');
    await kept;
    await desk.figureBecomes('pictures', /^7$/);
    // The state is written a moment after it has changed; until it has, JupyterLab is left alone.
    await page.waitForLoadState('networkidle');
    await page.goto(stage.lab.url('lab'));
    await desk.showSidebar();
    await page.locator('#facegauge-sidebar input[value="7d"]:checked').waitFor({ state: 'attached' });
    await desk.figureBecomes('pictures', /^7$/);
  });

  it('looks well in the dark', async () => {
    await desk.theme('Dark');
    await desk.panel('Samples').locator('.fg-Tile').first().waitFor();
    await desk.picture('walk-dark');
    await desk.theme('Light');
  });
});
