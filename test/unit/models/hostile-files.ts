/** Checkpoints that no honest program writes, made here so that every machine tests with them. */
import { Pickle, RecordWriter } from './torch-file';

const repeat = (text: string, times: number) => text.repeat(times);

/** A tuple of twice the one before, times over: 85 bytes that would print as 2⁴⁰ of them. */
const doubled = (pickle: Pickle, times = 40) => pickle.raw(`)${repeat('2\x86', times)}`);

const long4 = (bytes: number): Buffer => {
  const head = Buffer.from('\x8b\0\0\0\0', 'latin1');
  head.writeInt32LE(bytes, 1);
  return Buffer.concat([head, Buffer.alloc(bytes, 0x7f)]);
};

/** Latin-1 text made into bytes, a hundred thousand times over. */
const encoded = (): Pickle => {
  const pickle = new Pickle().raw('(c_codecs\nencode\nq\x01').text('x'.repeat(1_000_000)).raw('q\x02');
  pickle.text('latin1').raw('q\x03');
  return pickle.raw(repeat('h\x01h\x02h\x03\x86R', 100_000)).raw('t');
};

/** The data.pkl of each, what it is made of in its name, and the code of the error it must end with. */
export const HOSTILE_PICKLES: [name: string, pickle: () => Buffer, code: string][] = [
  ['a persistent id that prints without end', () => doubled(new Pickle()).raw('Q').bytes, 'CHECKPOINT_UNSUPPORTED'],
  ['a key that prints without end', () => doubled(new Pickle().raw('}')).raw('K\x01s').bytes, 'CHECKPOINT_UNSUPPORTED'],
  [
    'the name of a class that prints without end',
    () => doubled(new Pickle().text('m')).raw('\x93').bytes,
    'CHECKPOINT_UNSUPPORTED'
  ],
  ['a list that holds itself as an id', () => new Pickle().raw(']q\x00h\x00aQ').bytes, 'CHECKPOINT_UNSUPPORTED'],
  [
    'a dictionary that is its own state_dict',
    () => new Pickle().raw('}q\x00').text('state_dict').raw('h\x00s').bytes,
    'CHECKPOINT_UNSUPPORTED'
  ],
  [
    'a number of 10 MB',
    () => Buffer.concat([Buffer.from('\x80\x02', 'latin1'), long4(10_000_000)]),
    'CHECKPOINT_UNSUPPORTED'
  ],
  [
    'two hundred thousand lists in each other',
    () => new Pickle().raw(`${repeat(']', 200_000)}${repeat('a', 199_999)}`).bytes,
    'CHECKPOINT_UNSUPPORTED'
  ],
  ['three million empty lists', () => new Pickle().raw(`(${repeat(']', 3_000_000)}t`).bytes, 'CHECKPOINT_UNSUPPORTED'],
  ['one text made into bytes again and again', () => encoded().bytes, 'CHECKPOINT_UNSUPPORTED'],
  ['a name of a megabyte', () => new Pickle().raw(`c${repeat('x', 1_000_000)}\nf\n`).bytes, 'CHECKPOINT_UNSAFE'],
  [
    'a number type named as a property of every object',
    () => new Pickle().raw('(').text('storage').text('toString').text('0').text('cpu').int(1).raw('tQ').bytes,
    'CHECKPOINT_UNSUPPORTED'
  ]
];

/** Writes a checkpoint with that data.pkl. */
export function writeHostile(file: string, pickle: Buffer, claimed?: number): void {
  const writer = new RecordWriter(file);
  writer.record('data.pkl', pickle, claimed);
  writer.close();
}

/** Bytes at the start and at the end of a large file that hold its names and its directory. */
const EDGE = 6000;

/**
 * A file changed at random: bits turned, a piece cut out, doubled, or overwritten, its end missing.
 * @param atEdges changes are made where a file describes itself, not in its numbers
 */
export function mutate(bytes: Buffer, chance: () => number, atEdges = false): Buffer {
  let copy = Buffer.from(bytes);
  const place = () => {
    if (!atEdges) return Math.floor(chance() * copy.length);
    const offset = Math.floor(chance() * EDGE);
    return chance() < 0.5 ? offset : copy.length - offset - 1;
  };
  for (let changes = 1 + Math.floor(chance() * 4); changes > 0; changes--) {
    const [at, length] = [place(), Math.floor(chance() ** 3 * 200)];
    const kind = Math.floor(chance() * 6);
    if (kind <= 1) copy[at] ^= 1 << Math.floor(chance() * 8);
    else if (kind === 2)
      copy.fill(chance() < 0.5 ? 0xff : 0x00, at, Math.min(copy.length, at + 1 + Math.floor(chance() * 8)));
    else if (kind === 3) copy = Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]);
    else if (kind === 4)
      copy = Buffer.concat([copy.subarray(0, at), copy.subarray(at, at + length), copy.subarray(at)]);
    else copy.copy(copy, place(), at, at + length);
  }
  return chance() < 0.1 ? copy.subarray(0, place()) : copy;
}
