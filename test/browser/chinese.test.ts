import assert from 'node:assert/strict';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { en } from '../../jupyterlab-ext/src/words/en';
import { englishLeft } from './chinese';
import type { Desk } from './desk';
import { writeNotebook } from './notebook';
import { type IVisit, looked, PICTURES, record, Stage } from './stage';

/** What a store made by `record` holds that is nobody's to translate. */
const DATA = [...PICTURES, 'samples gate p01 intake of March April after the trial at gate too many taken again'];
/** Names of things; and what JupyterLab's own column of panels calls its parts. */
const NAMES = ['rts-s onepass-s CPU', 'side panel content Section main area', ...Object.keys(en.keys)];

/** A reader whose JupyterLab speaks Chinese: no English word of ours is left. */
describe('the sidebar, in Chinese', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('chinese', root => {
      record(root);
      writeNotebook(path.join(root, 'cards.ipynb'), [
        // In English: the record speaks the reader's language, not its author's.
        "import { open, show } from 'facegauge';\nconst session = await open({ language: 'en' });",
        `await show(await session.extract('samples/p14-mask1.jpg'));`,
        `await show(await session.compare('samples/p01-a.jpg', 'samples/p18-profile.jpg'));`,
        `const audit = await session.audit('samples', { name: 'intake of March', again: true });
await show(audit);`,
        'await show(audit.gallery());'
      ]);
    });
    stage.lab.speak('zh_CN');
    visit = await stage.visit();
    ({ page, desk } = visit);
  });

  after(() => stage?.close());

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  async function chineseOnly(scope: string, ...data: string[]): Promise<void> {
    assert.deepEqual(await englishLeft(page, scope, [...DATA, ...NAMES, ...data]), [], scope);
  }

  it('would find an English word', async () => {
    await desk.enter();
    await page.evaluate(`document.querySelector('#facegauge-sidebar .fg-Today').title = 'Todays pictures'`);
    assert.deepEqual(await englishLeft(page, '#facegauge-sidebar .fg-Today', [...DATA, ...NAMES]), [
      'Todays',
      'pictures'
    ]);
    await page.evaluate(`document.querySelector('#facegauge-sidebar .fg-Today').removeAttribute('title')`);
  });

  it('has none in the panels', async () => {
    for (const box of (await desk.panel('Runs').getByRole('checkbox').all()).slice(0, 2)) await box.check();
    await desk.panel('Runs').locator('.fg-Comparison').waitFor();
    await desk.panel('Thresholds').getByRole('slider').first().focus();
    await page.keyboard.press('PageUp');
    await chineseOnly('#facegauge-sidebar');
    await desk.picture('chinese-panels');
  });

  it('has none in a sample in full', async () => {
    await desk.openSample('p18-profile.jpg', 'gate 3');
    await desk.dialog.locator('.fg-Neighbours').waitFor();
    await desk.dialog.locator('[data-action="delete"]').click();
    await chineseOnly('.fg-SampleDialog .fg-Sample', 'libvips');
    await desk.picture('chinese-dialog');
    await desk.dialog.locator('[data-action="compare"]').click();
    await desk.dialog.locator('.fg-Beside .fg-Tile').first().click();
    await desk.dialog.locator('.fg-Card[data-kind="comparison"]').waitFor();
    await chineseOnly('.fg-SampleDialog .fg-Sample');
    await page.keyboard.press('Escape');
    await desk.dialog.waitFor({ state: 'detached' });
  });

  it('has none in cards', async () => {
    await desk.open('cards.ipynb');
    await desk.runAll();
    for (const kind of ['face', 'comparison', 'audit', 'gallery']) {
      await desk.scrollTo(page.locator(`.fg-Card[data-kind="${kind}"]`));
      await chineseOnly(`.fg-Card[data-kind="${kind}"]`);
    }
    await desk.save();
    await desk.picture('chinese-cards');
  });

  it('has none in documents', async () => {
    await page.evaluate(`void jupyterapp.commands.execute('launcher:create')`);
    await page.locator('.jp-LauncherCard:visible').filter({ hasText: '人脸' }).click();
    await page.locator('.fg-Document:visible .fg-Drop').waitFor();
    await chineseOnly('.fg-Document', 'JPEG PNG WebP GIF AVIF TIFF');
  });
});
