import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { open } from '../../kernel-lib/src/index';
import type { Desk } from './desk';
import { copySamples, type IVisit, looked, Stage } from './stage';

const PEOPLE = {
  anna: ['p16-a.jpg', 'p16-b.jpg', 'p16-d.jpg'],
  'ben <b>': ['p18-a.jpg', 'p18-b.jpg', 'p18-profile.jpg']
};
const SIZE = 4;

/** A notebook of another day, its kernel long gone: its gallery pages through the store, and a sample is seen beside others. */
describe('a notebook that is opened again', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let page: Page;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open('reopened', root => {
      for (const [person, pictures] of Object.entries(PEOPLE)) copySamples(pictures, path.join(root, 'people', person));
    });
    const { root } = stage.lab;
    const session = await open({ store: path.join(root, 'facegauge.db'), language: 'en' });
    try {
      const audit = await session.audit(path.join(root, 'people'), { identity: 'folder' });
      const gallery = audit.gallery({}, { size: SIZE });
      const show = gallery[Symbol.for('Jupyter.display') as never] as () => Promise<Record<string, unknown>>;
      writeReopened(path.join(root, 'gallery.ipynb'), await show.call(gallery));
    } finally {
      await session.close();
    }
    visit = await stage.visit();
    ({ page, desk } = visit);
    await desk.open('gallery.ipynb');
    await page.evaluate('jupyterapp.serviceManager.sessions.shutdownAll()');
  });

  after(async () => {
    await visit?.context.close();
    await stage?.close();
  });

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  const gallery = () => page.locator('.fg-Card[data-kind="gallery"]');

  it('shows the next page of a gallery in place', async () => {
    await gallery()
      .locator('.fg-Tile')
      .nth(SIZE - 1)
      .waitFor();
    const first = await gallery().locator('.fg-Tile').first().getAttribute('title');
    await gallery().getByRole('button', { name: 'Next page' }).click();
    await gallery().getByText('page 2 of 2').waitFor();
    await gallery().locator('.fg-Tile img').nth(1).waitFor();
    assert.equal(await gallery().locator('.fg-Tile').count(), 2);
    await desk.picture('reopened-gallery');
    await gallery().getByRole('button', { name: 'Previous page' }).click();
    await gallery().getByText('page 1 of 2').waitFor();
    assert.equal(await gallery().locator('.fg-Tile').first().getAttribute('title'), first);
  });

  it('shows a sample among those of its identity', async () => {
    await gallery().locator('.fg-Tile').first().click();
    const dialog = page.locator('.fg-SampleDialog');
    const others = dialog.locator('.fg-Neighbours .fg-Tile');
    await others.nth(1).locator('img').waitFor();
    assert.equal(await others.count(), 2);
    const other = (await others.first().getAttribute('title'))!;
    await desk.picture('reopened-dialog');
    await others.first().click();
    await dialog.locator('.fg-Sample-name').filter({ hasText: other }).waitFor();
  });

  it('compares a sample with another one', async () => {
    const dialog = page.locator('.fg-SampleDialog');
    await dialog.getByRole('button', { name: 'Compare with another' }).click();
    const offered = dialog.locator('.fg-Beside .fg-SampleStrip .fg-Tile');
    await offered.nth(2).waitFor();
    await dialog.getByRole('searchbox').fill('ben');
    await offered
      .filter({ has: page.locator('img') })
      .first()
      .waitFor();
    await desk.picture('reopened-choose');
    await offered.first().click();
    await dialog.locator('.fg-Card[data-kind="comparison"]').waitFor();
    await dialog.locator('[data-threshold="similarityMatch"]').waitFor();
    await desk.picture('reopened-compare');
    await desk.theme('Dark');
    await desk.picture('reopened-compare-dark');
    await desk.theme('Light');
    await dialog.getByRole('button', { name: 'Back' }).click();
    assert.equal(await dialog.locator('.fg-Beside').count(), 0);
  });
});

function writeReopened(file: string, data: Record<string, unknown>): void {
  const output = { output_type: 'display_data', metadata: {}, data };
  const cell = { cell_type: 'code', id: 'cell-0', metadata: {}, execution_count: 1, outputs: [output], source: '' };
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' } };
  writeFileSync(file, JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }));
}
