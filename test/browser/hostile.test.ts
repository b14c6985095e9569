import assert from 'node:assert/strict';
import path from 'node:path';
import { en } from '../../jupyterlab-ext/src/words/en';
import { HOSTILE, hostilePictures, MARKUP } from './hostile';
import { writeNotebook } from './notebook';
import { type IVisit, looked, Stage } from './stage';

const ITEM = {
  image: `${HOSTILE}.jpg`,
  source: MARKUP,
  identity: HOSTILE,
  tags: { [MARKUP]: HOSTILE }
};

/** Pictures whose names, folders, sources, identities and tags are markup: wherever they are shown they are text. */
describe('names that would be scripts', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;

  before(async () => {
    stage = await Stage.open('hostile', root => {
      hostilePictures(root);
      writeNotebook(path.join(root, 'hostile.ipynb'), [
        "import { open, show } from 'facegauge';\nconst session = await open({ language: 'en' });",
        `const taken: any[] = [];
async function take() { for await (const result of session.extractAll([${JSON.stringify(ITEM)}])) taken.push(result); }
await take();
await show(taken[0]);`,
        `const audit = await session.audit('hostile', { name: ${JSON.stringify(MARKUP)}, identity: 'folder' });
await show(audit);`,
        'await show(audit.gallery());'
      ]);
    });
    visit = await stage.visit();
    await visit.desk.open('hostile.ipynb');
    await visit.desk.showSidebar();
    await visit.desk.runAll();
  });

  after(() => stage?.close());

  afterEach(async function () {
    const harmed = await visit.page.evaluate('window.harmed');
    const drawn = await visit.page.locator('img[src="x"]').count();
    await looked(visit, this.currentTest);
    assert.equal(harmed, undefined);
    assert.equal(drawn, 0);
  });

  /** What a part of the page says in words, and in words over which the mouse rests. */
  async function said(scope: string): Promise<string> {
    await visit.desk.scrollTo(visit.page.locator(scope));
    return visit.page
      .evaluate(`(root => [root.innerText, ...[...root.querySelectorAll('[title]')].map(({ title }) => title)]
      .join('\\n'))(document.querySelector(${JSON.stringify(scope)}))`);
  }

  for (const [kind, ...words] of [
    ['face', `${HOSTILE}.jpg`],
    ['audit', MARKUP],
    ['gallery', MARKUP, `${MARKUP}.jpg`, HOSTILE]
  ]) {
    it(`are words in the ${kind} card`, async () => {
      const text = await said(`.jp-OutputArea-output .fg-Card[data-kind="${kind}"]`);
      for (const word of words) assert.ok(text.includes(word), text);
    });
  }

  it('are words in the sidebar and in a sample in full', async () => {
    const { page, desk } = visit;
    await desk.range('7d');
    await desk.panel('Runs').locator('.fg-Run-name').filter({ hasText: MARKUP }).waitFor();
    const samples = desk.panel('Samples');
    await samples.getByLabel(en.searchPath).fill(`${HOSTILE}.jpg`);
    await page.keyboard.press('Enter');
    await samples.locator('[data-figure="samples"]').filter({ hasText: '1 sample' }).waitFor();
    await samples.locator('.fg-Tile').click();
    await desk.dialog.locator('.fg-Facts').waitFor();
    const facts = await desk.dialog.locator('.fg-Facts').innerText();
    for (const word of [`${HOSTILE}.jpg`, MARKUP, HOSTILE]) assert.ok(facts.includes(word), facts);
    await desk.dialog.locator('.fg-Whole img').waitFor();
    await desk.picture('hostile-dialog');
    await page.keyboard.press('Escape');
    await desk.dialog.waitFor({ state: 'detached' });
  });

  it('are words in a notebook that is opened again', async () => {
    const { page, desk } = visit;
    await desk.save();
    await desk.open('hostile.ipynb');
    await page.locator('.fg-Card[data-kind="gallery"]').waitFor();
    assert.ok((await said('.fg-Card[data-kind="gallery"]')).includes(MARKUP));
  });
});
