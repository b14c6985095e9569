import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { Store } from '../../kernel-lib/src/store';
import { COMMAND } from '../unit/cli/command';
import { goodSamples } from '../unit/engine/pictures';
import { childrenOf, commandOf, until } from './processes';
import { recorded } from './recorded';

/** `npm run test:soak` takes days' worth of pictures; FACEGAUGE_SOAK_PICTURES makes it bearable on a slow machine. */
const SOAK = Boolean(process.env.FACEGAUGE_SOAK);
const PICTURES = Number(process.env.FACEGAUGE_SOAK_PICTURES ?? (SOAK ? 100_000 : 600));
/** They come in waves, each in a folder of its own; memory is looked at between them, when nothing is in work. */
const WAVES = SOAK ? 40 : 5;
const WAVE = Math.floor(PICTURES / WAVES);
/** Waves after which everything that is loaded once is loaded. */
const WARM = SOAK ? 4 : 1;
/** A folder is emptied when so many others have come after it, as by whoever takes pictures further. */
const STAY = 2;
/**
 * What a picture may leave behind, bytes. A name and the state of its file, while it lies there, take some hundred; a result that is kept
 * takes more than 6,000 (2,048 of them the embedding), a thumbnail some thousand, a decoded picture 77,000.
 */
const MOST_A_PICTURE = 2_500;
/** What comes and goes without being kept: caches, compiled code. */
const SWING = 1_000_000;
/** Resident memory also holds what the allocator has not given back; a fault shows in it over many pictures alone. */
const MOST_RESIDENT = 100e6;

interface Memory {
  /** Bytes in use after garbage was collected. */
  kept: number;
  rss: number;
}

// Who is whose child is read from Linux's /proc.
(process.platform === 'linux' ? describe : describe.skip)('a watch that runs for days', function () {
  this.timeout(SOAK ? 0 : 300_000);
  let folder: string;
  let told: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-growth-'));
    mkdirSync(path.join(folder, 'in'));
    mkdirSync((told = path.join(folder, 'told')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it(`keeps nothing of ${PICTURES} pictures that came and went, and misses none`, async () => {
    const bases = await kinds();
    const file = path.join(folder, 'one.db');
    const watched = spawn(
      process.execPath,
      [...COMMAND, 'watch', path.join(folder, 'in'), '--store', file, '--rescan', '1', '--processes', '2'],
      {
        cwd: path.resolve(__dirname, '../..'),
        env: {
          ...process.env,
          LANG: 'C.UTF-8',
          FACEGAUGE_TELL: told,
          NODE_OPTIONS: `--require=${path.join(__dirname, 'memory-teller.cjs')}`
        },
        stdio: 'ignore'
      }
    );
    const exit = once(watched, 'exit');
    const seen: { watch: Memory; engines: Memory[] }[] = [];
    try {
      for (let wave = 1; wave <= WAVES; wave++) {
        for (let i = 0; i < WAVE; i++) drop(bases[i % bases.length], wave, i);
        await until(() => recorded(file) === wave * WAVE, SOAK ? 3_600_000 : 200_000);
        if (wave > STAY) rmSync(path.join(folder, 'in', String(wave - STAY)), { recursive: true });
        // Two looks at the whole folder.
        await pause(2500);
        const watch = childrenOf(watched.pid!).find(pid => commandOf(pid).includes('watch'));
        assert.ok(watch, 'it lives');
        const engines = childrenOf(watch).filter(pid => commandOf(pid).includes('worker'));
        assert.equal(engines.length, 2);
        seen.push({ watch: await leastOf(watch), engines: await Promise.all(engines.map(leastOf)) });
        console.log(`      ${wave * WAVE} pictures: ${inWords(seen.at(-1)!)}`);
      }
    } finally {
      watched.kill('SIGTERM');
      await exit;
    }
    const store = Store.open(file, { readOnly: true });
    assert.equal(store.check(), null);
    const rows = store.summary(0, Number.MAX_SAFE_INTEGER);
    assert.equal(new Set([...store.samples()].map(row => row.path)).size, WAVES * WAVE);
    assert.ok(rows.scored >= (WAVES * WAVE) / 3, `${rows.scored} had a face`);
    await store.close();
    assertNoGrowth(
      'the watch',
      seen.map(({ watch }) => watch)
    );
    for (const k of [0, 1])
      assertNoGrowth(
        'an engine process',
        seen.map(({ engines }) => engines[k])
      );
  });

  /** No two pictures are the same file: what follows the end of a picture is not looked at. */
  function drop(base: Buffer, wave: number, number: number): void {
    const place = path.join(folder, 'in', String(wave));
    mkdirSync(place, { recursive: true });
    const away = path.join(folder, 'arriving');
    writeFileSync(away, Buffer.concat([base, Buffer.from(`${wave} ${number}`)]));
    renameSync(away, path.join(place, `${number}.jpg`));
  }

  /** The least of several looks: what just happens to be in work is no growth. */
  async function leastOf(pid: number): Promise<Memory> {
    const looks: Memory[] = [];
    for (let i = 0; i < 3; i++) looks.push(await memoryOf(pid));
    return looks.reduce((least, look) => (look.kept < least.kept ? look : least));
  }

  async function memoryOf(pid: number): Promise<Memory> {
    const file = path.join(told, `${pid}.json`);
    rmSync(file, { force: true });
    process.kill(pid, 'SIGUSR2');
    await until(() => existsSync(file));
    return JSON.parse(readFileSync(file, 'utf8'));
  }
});

/** Every other one has a face, one in fifty cannot be read: all are small, as what counts here is how many there are. */
async function kinds(): Promise<Buffer[]> {
  const faces = await Promise.all(goodSamples.slice(0, 25).map(file => sharp(file).resize(160).jpeg().toBuffer()));
  const empty = (shade: number): Promise<Buffer> =>
    sharp({ create: { width: 64, height: 64, channels: 3, background: { r: shade, g: 90, b: 140 } } })
      .jpeg()
      .toBuffer();
  const all: Buffer[] = [];
  for (let i = 0; i < 50; i++) all.push(i % 2 === 0 ? faces[(i / 2) % faces.length] : await empty(i * 5));
  all[1] = faces[0].subarray(0, 300);
  return all;
}

function assertNoGrowth(who: string, seen: Memory[]): void {
  const [from, to] = [seen[WARM], seen.at(-1)!];
  const pictures = (WAVES - 1 - WARM) * WAVE;
  const kept = to.kept - from.kept;
  assert.ok(kept <= SWING + pictures * MOST_A_PICTURE, `${who} keeps ${mega(kept)} MB of ${pictures} pictures`);
  const resident = to.rss - from.rss;
  assert.ok(resident <= MOST_RESIDENT, `${who} takes ${mega(resident)} MB more than it did`);
}

function inWords({ watch, engines }: { watch: Memory; engines: Memory[] }): string {
  const words = ({ kept, rss }: Memory): string => `${mega(kept)} (resident ${mega(rss)})`;
  return `watch ${words(watch)} MB, engine processes ${engines.map(words).join(', ')} MB`;
}

const mega = (bytes: number): string => (bytes / 1e6).toFixed(1);
