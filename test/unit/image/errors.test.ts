import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ErrorCode } from '../../../kernel-lib/src/errors';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { decodeImage } from '../../../kernel-lib/src/image';
import { fileError, MAX_FILE_BYTES, readInput } from '../../../kernel-lib/src/image/input';
import type { FileAccess } from '../../../kernel-lib/src/image/input';
import type { ImageInput } from '../../../kernel-lib/src/types';
import { pngHeader } from './hostile';
import { quarters } from './pictures';

describe('a picture that cannot be used', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  before(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-errors-'));
  });
  after(() => fs.rm(folder, { recursive: true }));

  /** The error names the file, says what was found and what to do. */
  async function refused(input: ImageInput, code: ErrorCode, found?: RegExp): Promise<FacegaugeError> {
    const error = await decodeImage(input).then(
      () => assert.fail('it was decoded'),
      (reason: unknown) => reason
    );
    assert.ok(error instanceof FacegaugeError, String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(error.found, 'says what was found');
    assert.ok(error.action, 'says what to do');
    if (found) assert.match(error.found, found);
    if (typeof input === 'string') {
      assert.equal(error.path, input);
      assert.ok(error.message.includes(input));
    }
    return error;
  }

  it('is missing', async () => {
    await refused(at('nobody.jpg'), 'MISSING');
    await fs.writeFile(at('file'), 'x');
    await refused(at('file/below.jpg'), 'MISSING');
  });

  it('is empty', async () => {
    await fs.writeFile(at('empty.jpg'), '');
    await refused(at('empty.jpg'), 'EMPTY_FILE', /0 bytes/);
    await refused(new Uint8Array(0), 'EMPTY_FILE');
  });

  it('is no picture', async () => {
    await fs.writeFile(at('letter.jpg'), 'Dear reader, 你好');
    await refused(at('letter.jpg'), 'NOT_AN_IMAGE', /text/);
    await refused(Buffer.from('%PDF-1.7 …'), 'NOT_AN_IMAGE', /PDF/);
    await refused(Buffer.from('PK\x03\x04…'), 'NOT_AN_IMAGE', /zip/);
    await refused(Buffer.from([1, 2, 3]), 'NOT_AN_IMAGE', /3 bytes/);
    await refused(Buffer.from('....ftypisom....'), 'NOT_AN_IMAGE', /video/);
  });

  it('is a picture of a kind that is not read here, and says which', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>';
    assert.match((await refused(Buffer.from(svg), 'NOT_AN_IMAGE', /SVG/)).action ?? '', /Convert/);
    assert.match((await refused(Buffer.from('....ftypheic....'), 'NOT_AN_IMAGE', /HEIC/)).action ?? '', /Convert/);
  });

  it('is cut off', async () => {
    const whole = {
      jpg: await quarters().jpeg().toBuffer(),
      png: await quarters(300, 200).png({ compressionLevel: 1 }).toBuffer(),
      webp: await quarters().webp().toBuffer(),
      gif: await quarters(300, 200).gif().toBuffer(),
      avif: await quarters().avif({ effort: 1 }).toBuffer(),
      tif: await quarters().tiff().toBuffer()
    };
    for (const [extension, bytes] of Object.entries(whole)) {
      for (const part of [0.9, 0.5]) {
        const file = at(`cut.${extension}`);
        await fs.writeFile(file, bytes.subarray(0, Math.floor(bytes.length * part)));
        await refused(file, 'TRUNCATED_IMAGE');
      }
    }
  });

  it('is damaged inside', async () => {
    const bytes = await quarters(300, 200).png().toBuffer();
    bytes.fill(0x5a, bytes.length - 60, bytes.length - 40);
    await refused(bytes, 'UNREADABLE_IMAGE', /PNG/);
  });

  it('has too many pixels, found without decoding any', async () => {
    await fs.writeFile(at('bomb.png'), pngHeader(30_000, 30_000));
    await refused(at('bomb.png'), 'TOO_MANY_PIXELS', /30000 × 30000/);
    await refused(pngHeader(10_001, 10_000), 'TOO_MANY_PIXELS');
  });

  it('is a folder', async () => {
    await refused(folder, 'DIRECTORY');
  });

  it('is a FIFO or a socket: refused at once instead of waiting for it', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [at('pipe.jpg')]);
    await refused(at('pipe.jpg'), 'NOT_A_FILE', /FIFO/);
    const server = net.createServer().listen(at('socket'));
    await new Promise(resolve => server.once('listening', resolve));
    try {
      await refused(at('socket'), 'NOT_A_FILE', /socket/);
    } finally {
      await new Promise(resolve => server.close(resolve));
    }
    await refused('/dev/null', 'NOT_A_FILE', /device/);
  });

  it('may not be read', async function () {
    if (process.getuid?.() === 0) {
      console.log('      (skipped: nothing is forbidden to root)');
      this.skip();
    }
    await fs.writeFile(at('secret.jpg'), await quarters().jpeg().toBuffer(), { mode: 0o000 });
    await refused(at('secret.jpg'), 'NO_PERMISSION');
  });

  it('meets an operating system that refuses', async () => {
    const failing = (code: string): FileAccess => ({
      stat: fs.stat,
      open: () => Promise.reject(Object.assign(new Error(code), { code }))
    });
    await fs.writeFile(at('there.jpg'), 'x');
    const codes: [string, ErrorCode][] = [
      ['EACCES', 'NO_PERMISSION'],
      ['EPERM', 'NO_PERMISSION'],
      ['ENOENT', 'MISSING'],
      ['ENAMETOOLONG', 'MISSING'],
      ['EISDIR', 'DIRECTORY'],
      ['ENXIO', 'NOT_A_FILE'],
      ['EIO', 'UNREADABLE_IMAGE'],
      ['EMFILE', 'UNREADABLE_IMAGE']
    ];
    for (const [system, code] of codes) {
      await assert.rejects(
        readInput(at('there.jpg'), failing(system)),
        (error: FacegaugeError) => error.code === code && error.path === at('there.jpg') && error.found !== undefined
      );
    }
    assert.equal(fileError(new Error('odd'), 'a.jpg').code, 'UNREADABLE_IMAGE');
  });

  it('is far too large a file, which is not read', async () => {
    const file = await fs.open(at('video.mkv'), 'w');
    await file.truncate(MAX_FILE_BYTES + 1);
    await file.close();
    await refused(at('video.mkv'), 'UNREADABLE_IMAGE', /bytes/);
  });

  it('is no input at all', async () => {
    await assert.rejects(decodeImage(new URL('https://example.com/a.jpg')), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(decodeImage(42 as unknown as string), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(decodeImage(null as unknown as string), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(decodeImage('a\0b.jpg'), { code: 'INVALID_ARGUMENT' });
  });

  it('keeps a name with HTML as plain text', async () => {
    const name = at('<img src=x onerror=alert(1)>.jpg');
    const error = await refused(name, 'MISSING');
    assert.equal(error.toJSON().path, name);
  });

  it('never spoils those after it', async () => {
    const good = await quarters().jpeg().toBuffer();
    const inputs = [at('nobody.jpg'), Buffer.from('x'), good.subarray(0, 300), folder, good];
    const results = await Promise.allSettled(inputs.map(decodeImage));
    assert.deepEqual(
      results.map(r => r.status),
      ['rejected', 'rejected', 'rejected', 'rejected', 'fulfilled']
    );
  });
});
