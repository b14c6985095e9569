import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FolderEvents } from '../../../kernel-lib/src/operations/watch/folder-events';
import { useFolder } from '../store/sample';

/** Watches that the system keeps for this process. */
function watches(): number {
  const texts = readdirSync('/proc/self/fdinfo').map(name => {
    try {
      return readFileSync(`/proc/self/fdinfo/${name}`, 'utf8');
    } catch {
      return ''; // the listing's own
    }
  });
  return texts.join('\n').match(/^inotify /gm)?.length ?? 0;
}

describe('events of a folder', () => {
  const folder = useFolder();
  const place = (...parts: string[]): string => path.join(folder(), 'in', ...parts);
  const told = new Set<string>();
  let events: FolderEvents;

  beforeEach(async () => {
    mkdirSync(place('below'), { recursive: true });
    told.clear();
    events = new FolderEvents(file => told.add(path.relative(place(), file)), assert.fail);
  });
  afterEach(() => events.close());
  const until = async (...names: string[]): Promise<void> => {
    for (const end = Date.now() + 20_000; !names.every(name => told.has(name));) {
      if (Date.now() > end) assert.fail(`told of ${[...told].join(', ')}, not of all of ${names.join(', ')}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };

  it('tell what comes, also in folders that come full or come again, and not what lay there', async () => {
    writeFileSync(place('old.jpg'), 'old');
    await events.add(place());
    writeFileSync(place('new.jpg'), 'new');
    writeFileSync(place('below', 'new.jpg'), 'new');
    mkdirSync(path.join(folder(), 'away', 'deep'), { recursive: true });
    writeFileSync(path.join(folder(), 'away', 'deep', 'brought.jpg'), 'brought');
    renameSync(path.join(folder(), 'away'), place('moved'));
    await until('new.jpg', path.join('below', 'new.jpg'), path.join('moved', 'deep', 'brought.jpg'));
    assert.ok(!told.has('old.jpg'));
    rmSync(place('below'), { recursive: true });
    mkdirSync(place('below'));
    writeFileSync(place('below', 'again.jpg'), 'again');
    await until(path.join('below', 'again.jpg'));
  });

  (process.platform === 'linux' ? it : it.skip)('cost a watch a folder, however many files there are', async () => {
    const before = watches();
    for (let i = 0; i < 40; i++) writeFileSync(place('below', `${i}.jpg`), 'old');
    await events.add(place());
    for (let i = 0; i < 40; i++) writeFileSync(place(`${i}.jpg`), 'new');
    await until('39.jpg');
    assert.equal(watches() - before, 2);
    rmSync(place('below'), { recursive: true });
    await events.prune();
    events.close();
    assert.equal(watches(), before);
  });
});
