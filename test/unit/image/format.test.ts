import assert from 'node:assert/strict';
import { recognizeFormat } from '../../../kernel-lib/src/image/format';
import { endsEarly, hasHiddenFrames } from '../../../kernel-lib/src/image/structure';
import { quarters } from './pictures';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the format of a file', () => {
  it('is told by its first bytes', () => {
    const formats: [string, string | null][] = [
      ['\xff\xd8\xff\xe0..JFIF', 'jpeg'],
      ['\x89PNG\r\n\x1a\n', 'png'],
      ['GIF89a', 'gif'],
      ['RIFF....WEBP', 'webp'],
      ['RIFF....WAVE', null],
      ['II*\0', 'tiff'],
      ['MM\0*', 'tiff'],
      ['....ftypavif', 'avif'],
      ['....ftypavis', 'avif'],
      ['....ftypmif1....mif1avif', 'avif'],
      ['....ftypmif1....mif1heic', null],
      ['....ftypheic', null],
      ['....ftypmp42', null],
      ['BM', null],
      ['', null]
    ];
    for (const [head, format] of formats) assert.equal(recognizeFormat(bytes(head)).format, format, head);
  });

  it('knows pictures of other kinds from what is none', () => {
    for (const head of ['BM......', '....ftypheic', '\xff\x0a', '<?xml version="1.0"?><svg>', '8BPS']) {
      assert.equal(recognizeFormat(bytes(head)).picture, true, head);
    }
    for (const head of ['<!doctype html>', 'plain', '%PDF-', 'version https://git-lfs.github.com/spec/v1']) {
      assert.equal(recognizeFormat(bytes(head)).picture, false, head);
    }
  });
});

describe('the structure of a file', () => {
  it('tells an early end by the file’s own lengths', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const) {
      const whole = await quarters(200, 100).toFormat(format).toBuffer();
      assert.equal(endsEarly(whole, format), false, format);
      for (const part of [0.9, 0.6, 0.3]) {
        const cut = whole.subarray(0, Math.floor(whole.length * part));
        assert.equal(endsEarly(cut, format), true, `${format}, ${part} of it`);
      }
    }
  });

  it('lets a JPEG go on after its end, as motion photos do', async () => {
    const whole = await quarters().jpeg().toBuffer();
    assert.equal(endsEarly(Buffer.concat([whole, Buffer.alloc(5000, 7)]), 'jpeg'), false);
  });

  it('sees frames that decoders do not speak of', async () => {
    const png = await quarters().png().toBuffer();
    assert.equal(hasHiddenFrames(png, 'png'), false);
    const control = Buffer.alloc(20); // a chunk: length 8, name, data, checksum
    control.writeUInt32BE(8, 0);
    control.write('acTL', 4, 'latin1');
    assert.equal(hasHiddenFrames(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]), 'png'), true);
    assert.equal(hasHiddenFrames(bytes('....ftypavis'), 'avif'), true);
    assert.equal(hasHiddenFrames(bytes('....ftypavif'), 'avif'), false);
  });
});
