/** Records of a ZIP file without compression, as PyTorch writes them; read from the disk where they lie. */
import type { FileHandle } from 'node:fs/promises';
import { FacegaugeError } from '../../errors';

export interface ZipRecord {
  name: string;
  /** Of the stored bytes. */
  offset: number;
  length: number;
}

/** Reads exactly [from, from + length) of a file. @throws FacegaugeError CHECKPOINT_TRUNCATED */
export async function readExactly(
  handle: FileHandle,
  file: string,
  from: number,
  length: number,
  what: string
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let got = 0; got < length;) {
    const { bytesRead } = await handle.read(buffer, got, length - got, from + got);
    if (bytesRead === 0) throw truncated(file, from + got, `inside ${what}, ${length - got} bytes short`);
    got += bytesRead;
  }
  return buffer;
}

export function truncated(file: string, end: number, where: string): FacegaugeError {
  return new FacegaugeError('CHECKPOINT_TRUNCATED', `${file} ends too early: at byte ${end}, ${where}.`, {
    path: file,
    found: `ends at byte ${end}, ${where}`,
    action: 'Get the file again.'
  });
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = Buffer.from([0x50, 0x4b, 3, 4]);

/** Without a directory at the end: which record was being written last? */
function lastRecord(tail: Buffer): string {
  for (let at = tail.lastIndexOf(LOCAL); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(LOCAL, at - 1)) {
    if (at + 30 > tail.length) continue;
    const name = tail.subarray(at + 30, at + 30 + tail.readUInt16LE(at + 26)).toString('utf8');
    if (name) return `in or after the record ${name}, before the directory of records`;
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

async function directory(handle: FileHandle, file: string, size: number): Promise<{ offset: number; length: number }> {
  const tailLength = Math.min(size, 66_000);
  const tail = await readExactly(handle, file, size - tailLength, tailLength, 'the end');
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue;
    const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    if (offset !== 0xffffffff && length !== 0xffffffff) return { offset, length };
    if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR_64) break;
    const end64 = await readExactly(handle, file, Number(tail.readBigUInt64LE(at - 12)), 56, 'the directory');
    if (end64.readUInt32LE(0) !== END_64) break;
    return { length: Number(end64.readBigUInt64LE(40)), offset: Number(end64.readBigUInt64LE(48)) };
  }
  throw truncated(file, size, lastRecord(tail));
}

/**
 * Lists the records of a ZIP file.
 * @throws FacegaugeError CHECKPOINT_TRUNCATED (says where), CHECKPOINT_UNSUPPORTED (compressed records)
 */
export async function readZip(handle: FileHandle, file: string, size: number): Promise<Map<string, ZipRecord>> {
  const { offset, length } = await directory(handle, file, size);
  if (offset + length > size) throw truncated(file, size, 'inside the directory of records');
  const bytes = await readExactly(handle, file, offset, length, 'the directory of records');
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
      throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is a compressed archive, not a PyTorch checkpoint.`, {
        path: file,
        found: `compressed record ${name}`,
        action: 'Unpack it and give the checkpoint inside.'
      });
    }
    records.set(name, { name, offset: header, length: stored });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return records;
}

/** Reads part of a record. The local header is looked at because its padding is written nowhere else. */
export async function readRecord(
  handle: FileHandle,
  file: string,
  record: ZipRecord,
  from = 0,
  length = record.length - from
): Promise<Buffer> {
  const header = await readExactly(handle, file, record.offset, 30, record.name);
  const start = record.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  return readExactly(handle, file, start + from, length, record.name);
}
