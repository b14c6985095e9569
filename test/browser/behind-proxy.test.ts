import assert from 'node:assert/strict';
import type { Desk } from './desk';
import { type IVisit, looked, PICTURES, record, Stage } from './stage';

const BASE = '/people/jo%40here/';

/** As JupyterHub and many others serve it: behind a proxy, and not at the root of its host. */
describe('the sidebar, behind a proxy at a path of its own', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let desk: Desk;
  const ours = (): string[] =>
    stage.lab.passed
      .filter(({ url }) => /facegauge\//.test(url) && !/\/lab\/|labextensions|settings/.test(url))
      .map(({ method, url, status }) => `${method} ${url.split('?')[0]} ${status}`);

  before(async () => {
    stage = await Stage.open('behind-proxy', root => record(root, PICTURES.slice(0, 4), 2), {
      base: BASE,
      pollInterval: 2
    });
    visit = await stage.visit();
    ({ desk } = visit);
  });

  after(() => stage?.close());

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  it('shows samples with their pictures and changes a threshold', async () => {
    await desk.enter();
    await desk.panel('Samples').locator('.fg-Tile').first().click();
    await desk.dialog.locator('.fg-Sample-quality').waitFor();
    await visit.page.keyboard.press('Escape');
    const thresholds = desk.panel('Thresholds');
    await thresholds.getByRole('slider', { name: 'Reject below' }).focus();
    await visit.page.keyboard.press('PageUp');
    await thresholds.getByLabel('Note').fill('behind a proxy');
    await visit.page.keyboard.press('Enter');
    await desk.says(/Below 0\.45/);
    const asked = ours();
    for (const route of ['summary', 'series', 'samples', 'policy'])
      assert.ok(asked.includes(`GET ${BASE}facegauge/${route} 200`), `${route}: ${asked.join('\n')}`);
    assert.ok(asked.some(one => one.startsWith(`GET ${BASE}facegauge/thumbnail/`) && one.endsWith(' 200')));
    assert.ok(asked.includes(`PUT ${BASE}facegauge/policy 200`), asked.join('\n'));
    assert.deepEqual(
      asked.filter(one => !one.includes(` ${BASE}`) || / [45]\d\d$/.test(one)),
      []
    );
  });

  it('asks for nothing while it is hidden, and again when it is shown', async () => {
    await visit.page.locator('.jp-SideBar [data-id="facegauge-sidebar"]').click();
    await visit.page.locator('#facegauge-sidebar').waitFor({ state: 'hidden' });
    // What was on its way when it was hidden still comes.
    await visit.page.waitForTimeout(2000);
    const before = ours().length;
    await visit.page.waitForTimeout(8000);
    assert.deepEqual(ours().slice(before), []);
    await desk.showSidebar();
    while (ours().length === before) await visit.page.waitForTimeout(100);
  });
});
