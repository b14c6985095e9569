import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  homeOf,
  open,
  readLog,
  registrations,
  askForRestart,
  statusOf,
  type LogEntry
} from '../../../kernel-lib/src/operations';
import type { Session } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';
import { useFolder } from '../store/sample';
import { receiver } from './receiver';

const entries = (log: string, options = {}): Promise<LogEntry[]> => all(readLog(log, options));

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of results) list.push(one);
  return list;
}

describe('a session with a record', () => {
  const folder = useFolder();
  const saved = { ...process.env };
  let session: Session;
  let server: Awaited<ReturnType<typeof receiver>> | null = null;
  const opened = async (options = {}): Promise<Session> =>
    (session = await open({ device: 'cpu', processes: 1, store: path.join(folder(), 'one.db'), ...options }, 'test'));
  afterEach(async () => {
    await session.close();
    await server?.close();
    server = null;
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  });

  it('writes one line for each picture, with sample, source and run', async () => {
    await opened();
    const run = await session.beginRun('of the test');
    const hostile = path.join(folder(), 'a\x1b[2J\u202e.jpg');
    copyFileSync(sample('p01-a.jpg'), hostile);
    const [first] = await all(session.extractAll([sample('p01-a.jpg')], { run, source: 'gate 3' }));
    await session.extract(sample('empty-path.jpg'));
    await session.extract(hostile);
    await assert.rejects(session.extract(path.join(folder(), 'missing.jpg')));
    await session.close();
    const { log } = homeOf(path.join(folder(), 'one.db'));
    const [scored, faceless, strange, ...more] = await entries(log);
    const { quality } = first as { quality: number };
    assert.equal(scored.msg, `Feature extracted for p01-a.jpg (OOD: ${(Math.floor(quality * 100) / 100).toFixed(2)})`);
    assert.deepEqual([scored.level, scored.source, scored.run], ['info', 'gate 3', run]);
    assert.ok(scored.sample! > 0);
    assert.equal(faceless.msg, 'Face detection failed');
    assert.equal(faceless.level, 'warn');
    assert.doesNotMatch(strange.msg, /\x1b|\u202e/);
    assert.deepEqual(more, [], 'a file that is not there is the record’s business');
    assert.deepEqual(
      (await entries(log, { level: 'warn' })).map(({ msg }) => msg),
      ['Face detection failed']
    );
    assert.match(readFileSync(log, 'utf8'), /p01-a\.jpg/, 'the stable name leads to the lines');
  });

  it('keeps its log where FACEGAUGE_LOG says', async () => {
    process.env.FACEGAUGE_LOG = path.join(folder(), 'logs', 'mine.log');
    await opened();
    await session.extract(sample('p01-a.jpg'));
    await session.close();
    assert.equal((await entries(process.env.FACEGAUGE_LOG)).length, 1);
    assert.ok(!existsSync(path.join(folder(), '.facegauge', 'facegauge.log')));
  });

  it('is seen while it runs, begins anew when asked, and loses nothing by it', async () => {
    await opened();
    const home = homeOf(path.join(folder(), 'one.db'));
    const [before] = session.workers;
    const work = all(session.extractAll(Array.from({ length: 6 }, () => sample('p01-a.jpg'))));
    askForRestart(home.folder);
    assert.equal((await work).length, 6);
    for (const end = Date.now() + 30_000; session.workers[0]?.pid === before.pid || !session.workers[0];)
      await new Promise(resolve => setTimeout(resolve, 50)).then(() =>
        assert.ok(Date.now() < end, 'nothing began anew')
      );
    assert.ok((await session.extract(sample('p01-b.jpg'))).acquired);
    await session.recorded();
    const { store, engines } = await statusOf(path.join(folder(), 'one.db'));
    assert.equal(engines[0].workers.length, 1);
    const [{ memory, processors }] = engines[0].workers;
    if (process.platform === 'linux') {
      assert.ok(memory! > 50e6, `${memory} bytes`);
      assert.ok(processors! >= 0 && processors! < 64, `${processors} processors`);
    }
    assert.equal(store!.today.pictures, 2);
    assert.equal(store!.policy.similarityMatch.value, session.policy.similarityMatch, 'the thresholds of its network');
    const [seen] = await registrations(home.engines);
    assert.equal(seen.what, 'test');
    assert.equal(seen.pid, process.pid);
    await session.close();
    assert.deepEqual(readdirSync(home.engines), []);
  });

  it('tells of pictures below autoRejectBelow, of bytes too, and of no others', async () => {
    server = await receiver(response => response.end());
    process.env.FACEGAUGE_WEBHOOK_URL = server.url.href;
    process.env.FACEGAUGE_WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    process.env.FACEGAUGE_WEBHOOK_ALLOW_PRIVATE = '1';
    await opened({ policy: { autoRejectBelow: 0.4 } });
    const good = await session.extract(sample('p01-a.jpg'));
    assert.ok(good.acquired && good.quality! > 0.4);
    const bad = readFileSync(sample('p07-mosaic2.jpg'));
    const rejected = await session.extract(bad);
    assert.equal(rejected.acquired && rejected.assessment, 'rejected');
    const { outbox } = session.store!;
    for (const end = Date.now() + 20_000; outbox.counts().delivered < 1;)
      await new Promise(resolve => setTimeout(resolve, 50)).then(() => assert.ok(Date.now() < end));
    await session.close();
    assert.equal(server.received.length, 1);
    const { headers, body } = server.received[0];
    const form = await new Response(body, { headers: { 'content-type': headers['content-type']! } }).formData();
    assert.deepEqual(Buffer.from(await (form.get('picture') as File).arrayBuffer()), bad);
    const event = JSON.parse(await (form.get('event') as File).text());
    assert.equal(event.data.thresholds.autoRejectBelow, 0.4);
    assert.deepEqual(readdirSync(homeOf(path.join(folder(), 'one.db')).outbox), [], 'its bytes are forgotten');
  });
});
