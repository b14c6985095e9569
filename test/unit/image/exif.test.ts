import assert from 'node:assert/strict';
import { readExif } from '../../../kernel-lib/src/image/exif';

const takenAt = (block: Uint8Array | undefined): number | null => readExif(block).takenAt;

/** An EXIF block with a directory of ASCII tags in the EXIF sub-directory, in either byte order. */
function exif(tags: [tag: number, text: string][], little: boolean): Uint8Array {
  const data = new DataView(new ArrayBuffer(512));
  data.setUint16(0, little ? 0x4949 : 0x4d4d);
  data.setUint16(2, 42, little);
  data.setUint32(4, 8, little);
  data.setUint16(8, 1, little);
  data.setUint16(10, 0x8769, little);
  data.setUint16(12, 4, little);
  data.setUint32(14, 1, little);
  data.setUint32(18, 30, little);
  data.setUint16(30, tags.length, little);
  let free = 32 + 12 * tags.length + 4;
  tags.forEach(([tag, text], i) => {
    const entry = 32 + 12 * i;
    data.setUint16(entry, tag, little);
    data.setUint16(entry + 2, 2, little);
    data.setUint32(entry + 4, text.length + 1, little);
    const at = text.length + 1 <= 4 ? entry + 8 : free;
    if (at === free) {
      data.setUint32(entry + 8, free, little);
      free += text.length + 1;
    }
    [...text].forEach((letter, k) => data.setUint8(at + k, letter.charCodeAt(0)));
  });
  return new Uint8Array(data.buffer);
}

const ORIGINAL = 0x9003;
const OFFSET = 0x9011;
const SUBSEC = 0x9291;

describe('the time a picture was taken', () => {
  it('is read in both byte orders, with or without the marker in front', () => {
    const time = Date.UTC(2024, 1, 29, 23, 59, 58);
    for (const little of [true, false]) {
      const block = exif([[ORIGINAL, '2024:02:29 23:59:58']], little);
      assert.equal(takenAt(block), time);
      assert.equal(takenAt(Buffer.concat([Buffer.from('Exif\0\0'), block])), time);
    }
  });

  it('counts the offset and the fraction of a second', () => {
    const block = exif(
      [
        [ORIGINAL, '2024:01:01 00:30:00'],
        [OFFSET, '-03:30'],
        [SUBSEC, '5']
      ],
      true
    );
    assert.equal(takenAt(block), Date.UTC(2024, 0, 1, 4, 0, 0, 500));
  });

  it('says whether it named its zone', () => {
    const date: [number, string] = [ORIGINAL, '2024:01:01 00:30:00'];
    assert.equal(readExif(exif([date, [OFFSET, '+08:00']], true)).takenAtZoned, true);
    assert.equal(readExif(exif([date], true)).takenAtZoned, false);
    assert.equal(readExif(exif([], true)).takenAtZoned, null);
  });

  it('comes with the camera: make and model, the make once, nothing a terminal would obey', () => {
    const camera = (make: string, model: string) =>
      readExif(
        exif(
          [
            [0x010f, make],
            [0x0110, model]
          ],
          true
        )
      ).camera;
    assert.equal(camera('Canon', 'Canon EOS 5D'), 'Canon EOS 5D');
    assert.equal(camera('Acme', 'K-100'), 'Acme K-100');
    assert.equal(camera('Ac\u001b[2Jme', 'K'), 'Ac[2Jme K');
    assert.equal(camera('    ', '    '), null);
  });

  it('is null where there is no date, an impossible one or only rubbish', () => {
    assert.equal(takenAt(undefined), null);
    assert.equal(takenAt(exif([], true)), null);
    for (const text of ['    :  :     :  :  ', '0000:00:00 00:00:00', '2023:02:31 10:00:00', 'yesterday evening..']) {
      assert.equal(takenAt(exif([[ORIGINAL, text]], true)), null, text);
    }
    const block = exif([[ORIGINAL, '2024:02:29 23:59:58']], false);
    for (let length = 0; length < block.length; length += 3) {
      const time = takenAt(block.subarray(0, length)); // cut anywhere: a date or null, never an exception
      assert.ok(time === null || time === Date.UTC(2024, 1, 29, 23, 59, 58));
    }
    for (let i = 0; i < 40; i++) {
      const damaged = block.slice();
      damaged[i] ^= 0xff;
      assert.doesNotThrow(() => takenAt(damaged));
    }
  });
});
