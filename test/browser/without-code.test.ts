import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Desk } from './desk';
import { ROOT } from './lab';
import { copySamples, type IVisit, looked, Stage } from './stage';

const SAMPLES = path.join(ROOT, 'notebooks', 'samples');
const EVIL = '<img src=x onerror=alert(1)>.jpg';

/** Pictures assessed, compared and audited by the menu of the file browser, by dropping and from the launcher: all real. */
describe('without code', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('without-code', root => {
      copySamples(['p01-a.jpg', 'p01-b.jpg', 'empty-path.jpg'], root);
      copySamples(['p01-a.jpg', 'p05-dark2.jpg', 'p14-mask1.jpg'], path.join(root, 'gate 1'));
      copyFileSync(path.join(SAMPLES, 'p14-mask1.jpg'), path.join(root, EVIL));
      writeFileSync(path.join(root, 'notes.txt'), 'no picture');
    });
    visit = await stage.visit({ permissions: ['clipboard-read', 'clipboard-write'] });
    ({ page, desk } = visit);
    page.on('dialog', dialog => visit.complaints.push(`a dialog: ${dialog.message()}`));
    await page.goto(`${stage.lab.url('lab')}&reset`);
    await page.waitForFunction('window.jupyterapp !== undefined');
    await page.evaluate('jupyterapp.restored');
    await entry('p01-a.jpg').waitFor();
  });

  after(async () => {
    await visit?.context.close();
    await stage?.close();
  });

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  const entry = (name: string) => page.locator('.jp-DirListing-item').filter({ hasText: name }).first();
  /** The document in front. */
  const front = (): Locator => page.locator('.fg-Document:visible');
  const menu = async (...names: string[]) => {
    await entry(names[0]).click();
    for (const name of names.slice(1)) await entry(name).click({ modifiers: ['Control'] });
    await entry(names.at(-1)!).click({ button: 'right' });
    const items = page.locator('.lm-Menu');
    await items.getByRole('menuitem', { name: 'Cut' }).waitFor();
    return items;
  };
  const offered = async (...names: string[]) => {
    const items = await menu(...names);
    const labels = await items.locator('.lm-Menu-item:visible .lm-Menu-itemLabel').allInnerTexts();
    await page.keyboard.press('Escape');
    return labels.filter(label => /Quality|Faces/.test(label));
  };
  const choose = async (item: string, ...names: string[]) => {
    await (await menu(...names)).getByRole('menuitem', { name: item }).click();
  };
  const open = () => page.locator('.fg-Document').count();
  const jobs = () =>
    page.evaluate(`fetch('${stage.lab.url('facegauge/jobs')}').then(r => r.json())`) as Promise<unknown[]>;
  /** Files as a file manager drops them. */
  const drop = async (zone: Locator, names: string[]) => {
    const files = names.map(name => ({ name, path: path.join(SAMPLES, name) }));
    const data = files.map(({ name, path: from }) => ({ name, base64: readFileSync(from).toString('base64') }));
    const transfer = await page.evaluateHandle(
      `(files => { const t = new DataTransfer(); for (const { name, base64 } of files) t.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], name, { type: 'image/jpeg' })); return t; })(${JSON.stringify(data)})`
    );
    await zone.dispatchEvent('dragover', { dataTransfer: transfer });
    await zone.dispatchEvent('drop', { dataTransfer: transfer });
  };

  it('offers what fits what is chosen', async () => {
    assert.deepEqual(await offered('p01-a.jpg'), ['Assess Quality']);
    assert.deepEqual(await offered('p01-a.jpg', 'p01-b.jpg'), ['Compare Faces']);
    assert.deepEqual(await offered('gate 1'), ['Audit Quality']);
    assert.deepEqual(await offered('notes.txt'), []);
  });

  it('assesses a picture', async () => {
    await choose('Assess Quality', 'p01-a.jpg');
    const card = front().locator('.fg-Card[data-kind="face"]');
    await card.getByRole('img', { name: 'Contribution map' }).waitFor();
    assert.match(await card.innerText(), /p01-a\.jpg[\s\S]*0\.\d\d[\s\S]*Trusted/);
    await front().getByRole('button', { name: 'Copy embedding' }).click();
    const copied = JSON.parse((await page.evaluate('navigator.clipboard.readText()')) as string) as number[];
    assert.equal(copied.length, 512);
    // Over plain HTTP from another machine a browser has no such clipboard.
    await page.evaluate(
      `window.kept = navigator.clipboard; Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }); kept.writeText('')`
    );
    await front().getByRole('button', { name: 'Copied' }).click();
    const again = await page.evaluate(`delete navigator.clipboard; kept.readText()`);
    assert.deepEqual(JSON.parse(again as string), copied);
    await card.getByRole('checkbox', { name: 'Contribution map' }).uncheck();
    assert.equal(await card.locator('.fg-HeatMap').count(), 0);
    await desk.picture('without-code-assess');
  });

  it('takes a file name for a name', async () => {
    await choose('Assess Quality', 'onerror');
    await front().locator('.fg-Card[data-kind="face"]').waitFor();
    assert.equal(await front().locator('.fg-Card-name').innerText(), EVIL);
  });

  it('compares two pictures, and changes them over', async () => {
    await choose('Compare Faces', 'p01-a.jpg', 'p01-b.jpg');
    const card = front().locator('.fg-Card[data-kind="comparison"]');
    await card.waitFor();
    assert.match(await card.innerText(), /High-confidence match/);
    await front()
      .locator('[data-threshold="similarityMatch"]')
      .filter({ hasText: /of the network[\s\S]*about 1 in [\d,]+ lies above it/ })
      .waitFor();
    const sides = () => card.locator('figcaption strong').locator('..').allInnerTexts();
    const before = (await sides()).map(words => words.split('\n')[0]);
    assert.deepEqual(before, ['A p01-a.jpg', 'B p01-b.jpg']);
    await desk.picture('without-code-compare');
    await front().getByRole('button', { name: 'Swap A and B' }).click();
    await card.locator('figcaption').filter({ hasText: 'A p01-b.jpg' }).waitFor();
  });

  it('says why two pictures cannot be compared', async () => {
    await choose('Compare Faces', 'p01-a.jpg', 'empty-path.jpg');
    await front().getByRole('alert').filter({ hasText: 'NO_FACE' }).waitFor();
    assert.match(
      await front().getByRole('alert').innerText(),
      /No face was found in "empty-path\.jpg".*Use a picture that shows one face/
    );
    await desk.picture('without-code-failed');
  });

  it('audits a folder, and its figures lead to the samples', async () => {
    await choose('Audit Quality', 'gate 1');
    const card = front().locator('.fg-Card[data-kind="audit"]');
    await card.waitFor({ timeout: 180_000 });
    assert.match(await card.innerText(), /gate 1 done[\s\S]*Pictures\s+3/);
    await desk.picture('without-code-audit');
    await front().getByRole('button', { name: 'Show in the sidebar' }).click();
    await desk.panel('Samples').locator('[data-figure="samples"]').filter({ hasText: '3 samples' }).waitFor();
  });

  it('takes pictures that are dropped on the sidebar', async () => {
    const zone = page.locator('#facegauge-sidebar .fg-Drop');
    await desk.picture('without-code-sidebar');
    await drop(zone, ['p14-mask1.jpg']);
    await front().locator('.fg-Card[data-kind="face"]').filter({ hasText: 'p14-mask1.jpg' }).waitFor();
    assert.ok(!readdirSync(stage.lab.root).includes('p14-mask1.jpg'));
  });

  it('ends a job with its tab', async () => {
    const [before, tabs] = [(await jobs()).length, await open()];
    await page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab.jp-mod-current .lm-TabBar-tabCloseIcon').first().click();
    while ((await open()) !== tabs - 1 || (await jobs()).length !== before - 1) await page.waitForTimeout(100);
  });

  it('opens from the launcher, and keeps pictures where the reader says', async () => {
    await page.evaluate(`void jupyterapp.commands.execute('launcher:create')`);
    await page.locator('.jp-LauncherCard:visible').filter({ hasText: 'Face Quality' }).click();
    await front().getByText('Drop pictures here').waitFor();
    await desk.picture('without-code-empty');
    await front().getByRole('checkbox', { name: 'Keep them in a folder' }).check();
    await front().getByLabel('Folder in JupyterLab').fill('photos/new');
    await front()
      .locator('input[type=file]')
      .setInputFiles(['p01-a.jpg', 'p05-dark2.jpg', 'p14-mask1.jpg'].map(name => path.join(SAMPLES, name)));
    await front().getByRole('tab').nth(2).waitFor();
    await front().getByRole('tab').first().focus();
    await page.keyboard.press('ArrowRight');
    await front().locator('.fg-Card-name').filter({ hasText: 'p05-dark2.jpg' }).waitFor();
    assert.deepEqual(readdirSync(path.join(stage.lab.root, 'photos', 'new')).sort(), [
      'p01-a.jpg',
      'p05-dark2.jpg',
      'p14-mask1.jpg'
    ]);
    await desk.theme('Dark');
    await desk.picture('without-code-dark');
    await desk.theme('Light');
  });

  it('shows what it showed after a reload', async () => {
    await page.waitForLoadState('networkidle');
    const tabs = await open();
    await page.goto(stage.lab.url('lab'));
    await page.waitForFunction('window.jupyterapp !== undefined');
    await page.evaluate('jupyterapp.restored');
    await front().locator('.fg-Card').first().waitFor();
    assert.equal(await open(), tabs);
  });
});
