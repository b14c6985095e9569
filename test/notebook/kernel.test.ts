import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { allGone, isAlive, Kernel, NOTEBOOKS, requireSetup, temporaryFolder } from './kernel';

/** Pictures of the long runs; the samples over and over. */
const PICTURES = Number(process.env.FACEGAUGE_TEST_PICTURES ?? 1000);
const LIVE = 'application/vnd.facegauge.live+json';
const CARD = 'application/vnd.facegauge.card+json';

const OPEN = `
import { open, progress, show } from 'facegauge';
import { readdirSync } from 'node:fs';
const session = await open();
const samples = readdirSync('samples').filter(name => name.endsWith('.jpg')).map(name => 'samples/' + name);
const pictures = Array.from({ length: ${PICTURES} }, (_, i) => samples[i % samples.length]);
let done = 0;
console.log(JSON.stringify(session.pids));`;
const SCORE_ALL = `
for await (const result of progress(session.extractAll(pictures), { total: pictures.length })) done++;
await null;
console.log('done', done);`;

describe('a session in a tslab kernel', function () {
  this.timeout(600_000);
  let kernel: Kernel;
  let store: ReturnType<typeof temporaryFolder>;
  let workers: number[];

  before(requireSetup);
  beforeEach(async () => {
    store = temporaryFolder();
    kernel = await Kernel.start(NOTEBOOKS, path.join(store.folder, 'facegauge.db'));
    const opened = await kernel.execute(OPEN);
    assert.equal(opened.status, 'ok', opened.stderr);
    workers = JSON.parse(opened.stdout);
    assert.ok(workers.length > 0 && workers.every(isAlive));
  });
  afterEach(async () => {
    await kernel.end();
    store.remove();
  });

  /** Resolves once the cell has scored some pictures. */
  const underWay = (cell: string) =>
    kernel.event(({ type, parent, content }) => {
      const news = type === 'update_display_data' && parent === cell && content.data[LIVE];
      return Boolean(news) && news.pictures >= 3;
    });

  it('draws a card, records to the store and tells the sidebar', async () => {
    const cell = await kernel.execute(`await show(await session.extract('samples/p01-a.jpg'));`);
    assert.equal(cell.status, 'ok', cell.stderr);
    const [card] = cell.displays;
    assert.deepEqual(Object.keys(card).sort(), [CARD, 'image/png', 'text/plain']);
    assert.match(card['text/plain'], /^samples\/p01-a\.jpg: Quality /);
    const { content } = await kernel.event(
      ({ type, content }) => type === 'update_display_data' && content.data[LIVE]?.pictures === 1
    );
    assert.equal(content.data[LIVE].store, path.join(store.folder, 'facegauge.db'));
    const recorded = await kernel.execute(
      `await session.store!.flush(); console.log([...session.store!.samples()].length);`
    );
    assert.equal(recorded.stdout.trim(), '1', recorded.stderr);
  });

  it(`answers while ${PICTURES} pictures are scored`, async () => {
    const cell = await kernel.send('execute', SCORE_ALL);
    await underWay(cell);
    const asked = await kernel.send('info');
    const reply = await kernel.event(({ channel, parent }) => channel === 'shell' && parent === asked);
    assert.equal(reply.content.implementation, 'tslab');
    const { status, stdout, stderr, updates } = await kernel.finished(cell);
    assert.equal(status, 'ok', stderr);
    assert.equal(stdout.trim(), `done ${PICTURES}`);
    const answers = kernel.events.filter(({ channel }) => channel === 'shell').map(({ parent }) => parent);
    assert.ok(answers.indexOf(asked) < answers.indexOf(cell), 'the answer came before the end of the cell');
    assert.equal(updates.filter(data => LIVE in data).at(-1)![LIVE].pictures <= PICTURES, true);
  });

  it('stops its work when the cell is interrupted, and works on afterwards', async () => {
    const cell = await kernel.send('execute', SCORE_ALL);
    await underWay(cell);
    await kernel.send('interrupt');
    const { status, updates } = await kernel.finished(cell);
    assert.equal(status, 'error');
    await kernel.event(({ type, content }) => {
      const line = type === 'update_display_data' && content.data['text/plain'];
      return typeof line === 'string' && line.startsWith('Stopped after ');
    });
    // tslab drops cells that come in the first moments after a failed one.
    await pause(1000);
    const first = await kernel.execute('console.log(done);');
    await pause(1000);
    const second = await kernel.execute('console.log(done);');
    assert.equal(first.stdout, second.stdout, 'nothing is scored any more');
    assert.ok(Number(first.stdout) < PICTURES);
    assert.ok(updates.length > 0);
    assert.ok(workers.every(isAlive));
    const after = await kernel.execute(`console.log((await session.extract('samples/p01-a.jpg')).acquired);`);
    assert.equal(after.stdout.trim(), 'true', after.stderr);
  });

  it('leaves no process behind when the kernel is shut down in the middle of its work', async () => {
    await underWay(await kernel.send('execute', SCORE_ALL));
    await kernel.send('shutdown');
    await allGone([kernel.pid, ...workers]);
  });

  it('leaves no process behind when the kernel is shut down idle', async () => {
    await kernel.send('shutdown');
    await allGone([kernel.pid, ...workers]);
  });

  it('leaves no process behind when the kernel is killed', async () => {
    await underWay(await kernel.send('execute', SCORE_ALL));
    await kernel.send('kill');
    await allGone([kernel.pid, ...workers]);
  });
});
