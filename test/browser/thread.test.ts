import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { Desk } from './desk';
import { type Lab, ROOT, startLab } from './lab';
import { writeNotebook } from './notebook';

/** From a picture in a notebook to a figure in the sidebar: JupyterLab, the tslab kernel, the store and the route, all real. */
describe('a notebook and the sidebar in JupyterLab', function () {
  this.timeout(300_000);
  const notebooks = path.join(ROOT, 'notebooks');
  let lab: Lab;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let desk: Desk;
  let errors: string[];

  before(async () => {
    lab = await startLab('lab', root => {
      cpSync(path.join(notebooks, 'samples'), path.join(root, 'samples'), { recursive: true });
      for (const name of readdirSync(notebooks).filter(n => n.endsWith('.ipynb'))) {
        copyFileSync(path.join(notebooks, name), path.join(root, name));
      }
      writeNotebook(path.join(root, 'three.ipynb'), [
        "import { open } from 'facegauge';\nconst session = await open({ language: 'en' });",
        "const a = await session.extract('samples/p01-a.jpg');\nconst b = await session.extract('samples/p01-b.jpg');",
        "const nobody = await session.extract('samples/empty-path.jpg').catch(error => error);"
      ]);
      writeNotebook(path.join(root, 'busy.ipynb'), ['const end = Date.now() + 20_000;\nwhile (Date.now() < end);']);
    });
    browser = await launchChromium();
  });

  after(async () => {
    await browser?.close();
    await lab?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    desk = new Desk(page, lab);
    errors = [];
    page.on('pageerror', error => errors.push(String(error)));
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await desk.picture(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
    }
    await context.close();
    assert.deepEqual(errors, []);
  });

  it('says what to run while there is no store', async () => {
    await desk.open('three.ipynb');
    await desk.showSidebar();
    await desk.says(/There is no store yet/);
    assert.match(await desk.words(), /await session\.extract/);
    await desk.picture('today-no-store');
  });

  it('shows at once what a session does, without polling', async () => {
    await desk.open('three.ipynb');
    await desk.showSidebar();
    await desk.runAll();
    await desk.figureBecomes('pictures', /^3$/);
    assert.equal(await desk.figure('failures'), '1');
    assert.match(await desk.figure('mean-quality'), /^0\.[5-9]\d$/);
    assert.ok(existsSync(path.join(lab.root, 'facegauge.db')));
  });

  it('leaves nothing of the live messages in the notebook', async () => {
    await desk.open('three.ipynb');
    await desk.runAll();
    await desk.save();
    const { cells } = JSON.parse(readFileSync(path.join(lab.root, 'three.ipynb'), 'utf8')) as {
      cells: { outputs: unknown[]; execution_count: number | null }[];
    };
    assert.ok(cells.every(cell => cell.execution_count !== null));
    assert.deepEqual(
      cells.flatMap(cell => cell.outputs),
      []
    );
  });

  it('runs the first notebook: the figures move and the face card is drawn', async () => {
    await desk.open('01-getting-started.ipynb');
    await desk.showSidebar();
    const before = await desk.words();
    await desk.runAll();
    await desk.figureBecomes('pictures', /^\d\d+$/);
    assert.notEqual(await desk.words(), before);
    assert.equal(await page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').count(), 0);

    const card = page.locator('.jp-OutputArea-output .fg-Card[data-kind="face"]').first();
    await desk.scrollTo(card);
    await card.getByRole('img', { name: 'Contribution map' }).waitFor();
    assert.match(await card.innerText(), /Seen in the picture/);
    await desk.picture('first-notebook-light');
    await desk.theme('Dark');
    await desk.picture('first-notebook-dark');
    await desk.theme('Light');
  });

  it('reads the store while the kernel is busy', async () => {
    await desk.open('busy.ipynb');
    await desk.showSidebar();
    await desk.figureBecomes('pictures', /\d/);
    await desk.startAll();
    await desk.kernelIs('Busy');
    const before = await desk.figure('updated');
    await page.waitForTimeout(1100);
    await desk.refresh();
    await page.locator('#facegauge-sidebar [data-figure="updated"]').filter({ hasNotText: before }).waitFor();
    await desk.kernelIs('Busy');
  });

  it('says so when the store is damaged, and when the route is not there', async () => {
    await desk.open('busy.ipynb');
    await desk.showSidebar();
    for (const companion of ['', '-wal', '-shm'])
      rmSync(path.join(lab.root, `facegauge.db${companion}`), { force: true });
    writeFileSync(path.join(lab.root, 'facegauge.db'), 'Dear diary, '.repeat(500));
    await desk.refresh();
    await page
      .locator('#facegauge-sidebar .fg-RangeBar')
      .filter({ hasText: /cannot be read.*Move the file away/s })
      .waitFor();
    await desk.says(/^The store cannot be read\.$/m);
    assert.equal(await page.getByText('Move the file away').count(), 1);
    await desk.picture('today-damaged');

    await page.route('**/facegauge/summary*', route => route.fulfill({ status: 404, body: '{}' }));
    await desk.refresh();
    await desk.says(/jupyter server extension enable jupyterlab_facegauge/);
    await desk.picture('today-not-enabled');
  });
});
