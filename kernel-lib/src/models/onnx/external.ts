/**
 * ONNX networks that keep their numbers in files beside them, made into one file. The message is not decoded but cut where a tensor
 * points outside, so that whatever else it holds stays byte for byte. Field numbers: onnx.proto, IR version 10.
 */
import path from 'node:path';
import protobuf from 'protobufjs';
import { FacegaugeError } from '../../errors';
import { writeAtomically, type Written } from '../../atomic-file';
import { openRegular, readAt, readRegular, type RegularFile } from '../regular-file';

type Kind = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'sparse' | 'tensor';

/** Where tensors can be: field number → message. */
const INSIDE: Record<Kind, Record<number, Kind>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {}
};
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;
const LENGTH_DELIMITED = 2;

/** Graphs in attributes of nodes of graphs … */
const DEEPEST = 64;

/** protobuf's own limit of a message. */
export const MOST_NETWORK = 2 ** 31 - 1;
const MOST_OUTSIDE = 2 ** 36;
const PIECE = 1 << 26;

/** Bytes of the message, or of a file beside it. */
type Piece = Uint8Array | { file: RegularFile; from: number; length: number };
const lengthOf = (piece: Piece) => piece.length;
const total = (pieces: Piece[]) => pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);

const announce = (id: number, length: number): Uint8Array =>
  protobuf.Writer.create()
    .uint32(((id << 3) | LENGTH_DELIMITED) >>> 0)
    .uint32(length)
    .finish();

class TakeIn {
  private readonly files = new Map<string, RegularFile>();

  constructor(
    private readonly file: string,
    private readonly bytes: Buffer
  ) {}

  /** @returns the message's pieces, or null where nothing in [from, to) points outside */
  async message(kind: Kind, from: number, to: number, depth = 0): Promise<Piece[] | null> {
    if (depth > DEEPEST) throw this.refuse('its graphs lie in each other too deep', `more than ${DEEPEST} levels`);
    const reader = protobuf.Reader.create(this.bytes.subarray(0, to));
    reader.pos = from;
    const pieces: Piece[] = [];
    const entries: Buffer[] = [];
    let external = false;
    let changed = false;
    let kept = from;
    const cut = (start: number) => {
      if (start > kept) pieces.push(this.bytes.subarray(kept, start));
      kept = reader.pos;
    };
    while (reader.pos < to) {
      const start = reader.pos;
      const tag = reader.uint32();
      const [id, wire] = [tag >>> 3, tag & 7];
      if (kind === 'tensor' && id === DATA_LOCATION && wire === 0) {
        external = reader.uint32() === EXTERNAL;
        cut(start);
        continue;
      }
      if (wire !== LENGTH_DELIMITED) {
        reader.skipType(wire);
        continue;
      }
      const length = reader.uint32();
      const begin = reader.pos;
      reader.skip(length);
      if (kind === 'tensor' && id === EXTERNAL_DATA) {
        entries.push(this.bytes.subarray(begin, begin + length));
        cut(start);
        continue;
      }
      const inner = INSIDE[kind][id];
      const within = inner && (await this.message(inner, begin, begin + length, depth + 1));
      if (!within) continue;
      changed = true;
      cut(start);
      pieces.push(announce(id, total(within)), ...within);
    }
    if (!external && !changed) return null;
    cut(to);
    if (external) {
      const numbers = await this.outside(entries);
      pieces.push(announce(RAW_DATA, numbers.length), numbers);
    }
    return pieces;
  }

  private async outside(entries: Buffer[]): Promise<Exclude<Piece, Uint8Array>> {
    const values = new Map<string, string>();
    for (const bytes of entries) {
      const reader = protobuf.Reader.create(bytes);
      const entry = ['', ''];
      while (reader.pos < reader.len) {
        const tag = reader.uint32();
        const place = (tag >>> 3) - 1;
        if ((tag & 7) === LENGTH_DELIMITED && (place === 0 || place === 1)) entry[place] = reader.string();
        else reader.skipType(tag & 7);
      }
      values.set(entry[0], entry[1]);
    }
    const location = values.get('location') ?? '';
    const file = await this.open(location);
    const from = Number(values.get('offset') ?? 0);
    const length = values.has('length') ? Number(values.get('length')) : file.size - from;
    const whole = [from, length].every(n => Number.isSafeInteger(n) && n >= 0);
    if (!whole || from + length > file.size)
      throw this.refuse(
        `${location} does not hold its numbers`,
        `bytes ${from} to ${from + length} of ${file.size}`,
        'Get that file again.'
      );
    return { file, from, length };
  }

  private async open(location: string): Promise<RegularFile> {
    const known = this.files.get(location);
    if (known) return known;
    const folder = path.resolve(path.dirname(this.file));
    const target = path.resolve(folder, location);
    if (location === '' || location.includes('\0') || !target.startsWith(folder + path.sep))
      throw this.refuse('it points to numbers outside its folder', location.slice(0, 200), 'Export it into one file.');
    const file = await openRegular(target, { what: 'The numbers of the network in', most: MOST_OUTSIDE });
    this.files.set(location, file);
    return file;
  }

  refuse(problem: string, found: string, action = 'Export it again.'): FacegaugeError {
    return new FacegaugeError('MODEL_CORRUPT', `${this.file} cannot be taken in: ${problem}.`, {
      path: this.file,
      found,
      action: `Found ${found}. ${action}`
    });
  }

  async close(): Promise<void> {
    for (const { handle } of this.files.values()) await handle.close();
  }
}

/**
 * Writes a network to `target` as one file, with the numbers that it keeps in others.
 * @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, MODEL_CORRUPT, NO_SPACE; `target` is as before then
 */
export async function takeIn(file: string, target: string): Promise<Written> {
  const bytes = await readRegular(file, { what: 'The network', most: MOST_NETWORK });
  const work = new TakeIn(file, bytes);
  try {
    const pieces = await work.message('model', 0, bytes.length).catch((cause: unknown) => {
      if (cause instanceof FacegaugeError) throw cause;
      throw work.refuse('it is not an ONNX network', (cause as Error).message, 'Give another file.');
    });
    const length = total(pieces ?? [bytes]);
    if (length > MOST_NETWORK) {
      const found = `${length} bytes with its numbers`;
      throw work.refuse('it is too large for one file', found, `At most ${MOST_NETWORK} bytes can be one file.`);
    }
    return await writeAtomically(target, async write => {
      for (const piece of pieces ?? [bytes]) {
        if (piece instanceof Uint8Array) await write(piece);
        else await copy(piece, write);
      }
    });
  } finally {
    await work.close();
  }
}

async function copy(
  { file, from, length }: Exclude<Piece, Uint8Array>,
  write: (piece: Uint8Array) => Promise<void>
): Promise<void> {
  for (let at = 0; at < length; at += PIECE)
    await write(await readAt(file.handle, from + at, Math.min(PIECE, length - at)));
}
