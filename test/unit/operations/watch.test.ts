import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { watch } from '../../../kernel-lib/src/operations';
import { open, type PictureResult, type Session } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';
import { useFolder } from '../store/sample';

describe('watch', () => {
  const folder = useFolder();
  let session: Session;
  let stop: AbortController;
  let seen: PictureResult[];
  let ended: Promise<void>;

  const names = (): string[] => seen.map(({ path: file }) => path.basename(file!)).sort();
  const start = async (rescanMs = 60_000): Promise<void> => {
    const store = path.join(folder(), 'one.db');
    session = await open({ device: 'cpu', processes: 1, store });
    stop = new AbortController();
    seen = [];
    const results = watch(session, path.join(folder(), 'in'), { signal: stop.signal, settleMs: 300, rescanMs });
    ended = (async () => {
      for await (const result of results) seen.push(result);
    })();
  };
  const finish = async (): Promise<void> => {
    stop.abort();
    await ended;
    await session.close();
  };
  const until = async (done: () => boolean): Promise<void> => {
    for (const end = Date.now() + 40_000; !done(); await new Promise(resolve => setTimeout(resolve, 50)))
      if (Date.now() > end) assert.fail(`nothing more came than ${names().join(', ')}`);
  };
  const place = (name: string): string => path.join(folder(), 'in', name);
  beforeEach(() => mkdirSync(path.join(folder(), 'in', 'below'), { recursive: true }));

  it('scores what is there and what comes, each once, also in a folder below, and waits for what is being written', async () => {
    copyFileSync(sample('p01-a.jpg'), place('there.jpg'));
    await start();
    await until(() => seen.length === 1);
    copyFileSync(sample('p01-b.jpg'), place('below/new.jpg'));
    copyFileSync(sample('p02-a.jpg'), place('.hidden.jpg.part'));
    // Written in pieces: half of it is no picture that anybody meant.
    const bytes = readFileSync(sample('p02-a.jpg'));
    writeFileSync(place('slow.jpg'), bytes.subarray(0, 9000));
    await new Promise(resolve => setTimeout(resolve, 200));
    appendFileSync(place('slow.jpg'), bytes.subarray(9000));
    await until(() => seen.length === 3);
    renameSync(place('.hidden.jpg.part'), place('moved.jpg'));
    await until(() => seen.length === 4);
    await finish();
    assert.deepEqual(names(), ['moved.jpg', 'new.jpg', 'slow.jpg', 'there.jpg']);
    assert.ok(seen.every(({ kind }) => kind === 'sample'));
  });

  it('looks at the whole folder now and then, and scores a picture again once it is another one', async () => {
    await start(400);
    copyFileSync(sample('p01-a.jpg'), place('one.jpg'));
    await until(() => seen.length === 1);
    copyFileSync(sample('p03-a.jpg'), place('one.jpg'));
    await until(() => seen.length === 2);
    await finish();
    const [first, second] = seen as { sha256: string }[];
    assert.notEqual(first.sha256, second.sha256);
  });

  it('begins where an earlier watch ended', async () => {
    copyFileSync(sample('p01-a.jpg'), place('old.jpg'));
    await start();
    await until(() => seen.length === 1);
    await finish();
    copyFileSync(sample('p02-a.jpg'), place('new.jpg'));
    await start();
    await until(() => seen.length === 1);
    await finish();
    assert.deepEqual(names(), ['new.jpg']);
  });
});
