/** Records of a ZIP file without compression, as PyTorch writes them; read from the disk where they lie. */
import { FacegaugeError } from '../../errors';
import { damaged, truncated, type Source } from './source';

export interface ZipRecord {
  name: string;
  /** Of its local header. */
  offset: number;
  /** Of the stored bytes. */
  length: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = Buffer.from([0x50, 0x4b, 3, 4]);

/** A directory of 50,000 tensors takes some 5 MB. */
const MOST_DIRECTORY = 1 << 24;

/** Without a directory at the end: which record was being written last? */
function lastRecord(tail: Buffer): string {
  for (let at = tail.lastIndexOf(LOCAL); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(LOCAL, at - 1)) {
    if (at + 30 > tail.length) continue;
    const name = tail.subarray(at + 30, at + 30 + tail.readUInt16LE(at + 26)).toString('utf8');
    if (name) return `in or after the record ${name.slice(0, 100)}, before the directory of records`;
  }
  return 'before the directory of records';
}

/** The 64-bit figures of a record, where the 32-bit ones are full. */
function wide(extra: Buffer, fields: number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    return fields.map(value => {
      if (value !== 0xffffffff || next + 8 > extra.length) return value;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    });
  }
  return fields;
}

function directory(source: Source): { offset: number; length: number } {
  const { file, size } = source;
  const tailLength = Math.min(size, 66_000);
  const tail = source.read(size - tailLength, tailLength, 'the end');
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue;
    const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (offset !== 0xffffffff && length !== 0xffffffff) return { offset, length };
    if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) break;
    const end64 = source.read(Number(tail.readBigUInt64LE(at - 12)), 56, 'the directory');
    if (end64.readUInt32LE(0) !== END_64) break;
    return { length: Number(end64.readBigUInt64LE(40)), offset: Number(end64.readBigUInt64LE(48)) };
  }
  throw truncated(file, size, lastRecord(tail));
}

/**
 * Lists the records of a ZIP file.
 * @throws FacegaugeError CHECKPOINT_TRUNCATED (says where), CHECKPOINT_UNSUPPORTED (compressed records)
 */
export function readZip(source: Source): Map<string, ZipRecord> {
  const { offset, length } = directory(source);
  const bytes = source.read(offset, length, 'the directory of records', MOST_DIRECTORY);
  const records = new Map<string, ZipRecord>();
  for (let at = 0; at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field => bytes.readUInt16LE(at + field));
    const name = bytes.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const [stored, , header] = wide(
      extra,
      // the order of the 64-bit field: original size, stored size, offset
      [24, 20, 42].map(field => bytes.readUInt32LE(at + field))
    );
    if (bytes.readUInt16LE(at + 10) !== 0) {
      const { file } = source;
      throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is a compressed archive, not a PyTorch checkpoint.`, {
        path: file,
        found: `compressed record ${name.slice(0, 100)}`,
        action: 'Unpack it and give the checkpoint inside.'
      });
    }
    records.set(name, { name, offset: header, length: stored });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return records;
}

/**
 * Where the bytes of a record lie in the file. Its local header is looked at because its padding is written nowhere else.
 * @throws FacegaugeError CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED
 */
export function placeOf(source: Source, { name, offset, length }: ZipRecord): number {
  const what = name.slice(0, 100);
  const header = source.read(offset, 30, what);
  if (!header.subarray(0, 4).equals(LOCAL)) throw damaged(source.file, `no record ${what} at byte ${offset}`);
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  source.check(start, length, what);
  return start;
}
