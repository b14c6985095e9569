import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from './desk';
import { en } from '../../jupyterlab-ext/src/words/en';
import { writeNotebook } from './notebook';
import { copySamples, type IVisit, looked, Stage } from './stage';

/** Kernel and server end under the sidebar, as a crash would end them. */
describe('the sidebar, interrupted', function () {
  this.timeout(420_000);
  let stage: Stage;
  let visit: IVisit;
  let desk: Desk;

  before(async () => {
    stage = await Stage.open(
      'interrupted',
      root => {
        copySamples(['p01-a.jpg', 'p05-dark2.jpg', 'p14-mask1.jpg'], path.join(root, 'samples'));
        writeNotebook(path.join(root, 'cut-short.ipynb'), [
          `import { open } from 'facegauge';
const session = await open({ language: 'en' });
require('fs').writeFileSync('kernel', String(process.pid));
async function work() {
  for (let again = 0; again < 500; again++) await session.audit('samples', { name: 'cut short', again: true });
}
await work();`
        ]);
      },
      { pollInterval: 2 }
    );
    visit = await stage.visit();
    ({ desk } = visit);
  });

  after(() => stage?.close());

  afterEach(async function () {
    await looked(visit, this.currentTest);
  });

  it('shows the run of a kernel that is killed as interrupted, and how to go on', async () => {
    await desk.open('cut-short.ipynb');
    await desk.showSidebar();
    await desk.startAll();
    await desk.says(/cut short \d of 3|A session is working/);
    const runs = desk.panel('Runs');
    await runs.locator('.fg-Run[data-state="running"]').first().waitFor();
    process.kill(Number(readFileSync(path.join(stage.lab.root, 'kernel'), 'utf8')), 'SIGKILL');
    await runs.locator('.fg-Run[data-state="interrupted"]').filter({ hasText: en.resume }).waitFor();
    await visit.page.locator('#facegauge-sidebar .fg-Live').waitFor({ state: 'detached' });
    assert.equal(await runs.locator('.fg-Run[data-state="running"]').count(), 0);
    assert.equal(await visit.page.locator('#facegauge-sidebar .fg-Problem').count(), 0);
    await desk.picture('interrupted-kernel');
  });

  it('says that the server is gone, and goes on by itself when it comes back', async () => {
    await desk.enter();
    // A server that is killed leaves its kernels behind, and they hold on to what it wrote to.
    await visit.page.evaluate('jupyterapp.serviceManager.sessions.shutdownAll()');
    await stage.lab.kill();
    await desk.says(/The Jupyter server does not answer\.\s*These figures are of/);
    await desk.picture('interrupted-server');
    await stage.lab.start();
    await visit.page.waitForFunction(`!document.querySelector('#facegauge-sidebar .fg-Problem')`);
    await desk.figureBecomes('pictures', /^\d+$/);
    // That a server that is gone refuses connections is the browser's to say, and what JupyterLab itself asked for is JupyterLab's.
    const theirs = /net::ERR_(CONNECTION|EMPTY)|^TypeError: Failed to fetch$/;
    const ours = visit.complaints.splice(0).filter(said => !theirs.test(said));
    visit.complaints.push(...ours);
  });
});
