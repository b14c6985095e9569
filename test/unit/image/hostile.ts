/** Small files that cost much where a decoder believes them. */
import zlib from 'node:zlib';

/** A TIFF directory that gives the same tag `times` over, each time with `count` values. */
export function duplicateTags(times: number, count: number): Buffer {
  const directory = 8 + 4 * count;
  const bytes = Buffer.alloc(directory + 2 + 12 * times + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(directory, 4);
  bytes.writeUInt16LE(times, directory);
  for (let i = 0; i < times; i++) {
    const entry = directory + 2 + 12 * i;
    bytes.writeUInt16LE(273, entry); // StripOffsets
    bytes.writeUInt16LE(4, entry + 2);
    bytes.writeUInt32LE(count, entry + 4);
    bytes.writeUInt32LE(8, entry + 8);
  }
  return bytes;
}

/** A one-coloured PNG that is whole: about a thousandth of what it decodes to. */
export function flatPng(width: number, height: number): Buffer {
  return png(
    width,
    height,
    2,
    zlib.deflateSync(Buffer.alloc((1 + 3 * width) * height, 0x40).fill(0, 0, 0), { level: 9 })
  );
}

/** A PNG that promises pixels and holds none. */
export function pngHeader(width: number, height: number, { depth = 8, colour = 2, interlaced = false } = {}): Buffer {
  return png(width, height, colour, zlib.deflateSync(Buffer.alloc(0)), depth, interlaced);
}

function png(width: number, height: number, colour: number, data: Buffer, depth = 8, interlaced = false): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const chunk = (name: string, content: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(zlib.crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0))
  ]);
}
