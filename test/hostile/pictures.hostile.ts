/** Pictures that cost a decoder much: through the whole engine, with memory and time said in the closing line. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { Engine } from '../../kernel-lib/src/engine';
import { FacegaugeError, type ErrorCode } from '../../kernel-lib/src/errors';
import { resolveModels } from '../../kernel-lib/src/models';
import { sample } from '../unit/engine/pictures';
import { duplicateTags, flatPng, pngHeader } from '../unit/image/hostile';

const SHARED = path.resolve(__dirname, '../../../shared/oracles/hostile');

describe('hostile pictures', function () {
  this.timeout(600_000);
  let engine: Engine;
  let folder: string;
  let most = 0;
  let watch: NodeJS.Timeout;

  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-hostile-'));
    engine = await Engine.start({ model: await resolveModels(), device: 'cpu', processes: 1 });
    watch = setInterval(() => (most = Math.max(most, ...engine.pids.map(memoryOf))), 50);
  });
  after(async () => {
    clearInterval(watch);
    await engine.close();
    await fs.rm(folder, { recursive: true });
    console.log(`      (most memory of a worker: ${Math.round(most)} MB)`);
  });

  async function codeOf(input: string | Uint8Array): Promise<ErrorCode | 'accepted'> {
    const pids = engine.pids;
    const code = await engine.extract(input).then(
      () => 'accepted' as const,
      (error: unknown) => {
        assert.ok(error instanceof FacegaugeError, String(error));
        return error.code;
      }
    );
    assert.deepEqual(engine.pids, pids, 'the worker lives on');
    return code;
  }

  const cases: [name: string, bytes: () => Buffer | Promise<Buffer>, expected: RegExp][] = [
    ['a strip of 400 × 250,000', () => flatPng(400, 250_000), /EXTREME_SHAPE/],
    ['a strip on its side', () => flatPng(250_000, 400), /EXTREME_SHAPE/],
    ['65,535 directory entries of one tag', () => duplicateTags(65_535, 1_000_000), /UNREADABLE_IMAGE|TRUNCATED_IMAGE/],
    [
      '100 megapixels of 16 bits in one piece',
      () => pngHeader(10_000, 10_000, { depth: 16, colour: 6, interlaced: true }),
      /TOO_MANY_PIXELS/
    ],
    ['98 megapixels, interlaced', () => blank(9900, 9900).png({ progressive: true }).toBuffer(), /accepted/],
    ['98 megapixels, progressive', () => blank(9900, 9900).jpeg({ progressive: true }).toBuffer(), /accepted/]
  ];
  for (const [name, bytes, expected] of cases)
    it(`answers for ${name}`, async () => {
      const file = path.join(folder, 'picture');
      await fs.writeFile(file, await bytes());
      assert.match(await codeOf(file), expected);
    });

  it('answers for several at once, and for good ones among them', async () => {
    const strip = flatPng(400, 250_000);
    const whole = await blank(9900, 9900).jpeg({ progressive: true }).toBuffer();
    const answers = await Promise.allSettled(
      [strip, whole, whole, strip, sample('p01-a.jpg')].map(p => engine.extract(p))
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']
    );
    assert.ok(most < 1500, `${most} MB`);
  });

  it('answers for the crafted files beside the checkout', async function () {
    if (!existsSync(SHARED)) {
      console.log('      (skipped: no shared/oracles/hostile beside the checkout)');
      this.skip();
    }
    assert.equal(await codeOf(path.join(SHARED, 'tall-400x250000.png')), 'EXTREME_SHAPE');
    assert.equal(await codeOf(path.join(SHARED, 'duplicate-tags-small.tif')), 'UNREADABLE_IMAGE');
  });
});

function blank(width: number, height: number): sharp.Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#456' }, limitInputPixels: false });
}

/** Resident memory in MB; 0 where the system does not tell. */
function memoryOf(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4096) / 1024 ** 2;
  } catch {
    return 0;
  }
}
