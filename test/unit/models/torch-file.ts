/** Writes checkpoints as torch.save does: a ZIP of stored records with a pickle of protocol 2. Only what tests need. */
import fs from 'node:fs';
import { crc32 } from 'node:zlib';

/** Builds a pickle step by step. */
export class Pickle {
  private readonly parts: Buffer[] = [Buffer.from([0x80, 2])];

  raw(text: string): this {
    this.parts.push(Buffer.from(text, 'latin1'));
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.from(value);
    const head = Buffer.alloc(5);
    head.write('X', 'latin1');
    head.writeUInt32LE(bytes.length, 1);
    this.parts.push(head, bytes);
    return this;
  }

  int(value: number): this {
    const bytes = Buffer.alloc(5);
    bytes.write('J', 'latin1');
    bytes.writeInt32LE(value, 1);
    this.parts.push(bytes);
    return this;
  }

  tuple(items: number[]): this {
    this.raw('(');
    for (const item of items) this.int(item);
    return this.raw('t');
  }

  get bytes(): Buffer {
    return Buffer.concat([...this.parts, Buffer.from('.')]);
  }
}

function strides(shape: number[]): number[] {
  let step = 1;
  return shape
    .map((_, i) => {
      const axis = shape.length - 1 - i;
      const own = step;
      step *= shape[axis];
      return own;
    })
    .reverse();
}

function stateDictPickle(tensors: [string, number[]][]): Buffer {
  const pickle = new Pickle().raw('ccollections\nOrderedDict\n)R(');
  tensors.forEach(([name, shape], i) => {
    const count = shape.reduce((product, axis) => product * axis, 1);
    pickle.text(name).raw('ctorch._utils\n_rebuild_tensor_v2\n((');
    pickle.text('storage').raw('ctorch\nFloatStorage\n').text(String(i)).text('cpu').int(count).raw('tQ');
    pickle.int(0).tuple(shape).tuple(strides(shape)).raw('\x89ccollections\nOrderedDict\n)RtR');
  });
  return pickle.raw('u').bytes;
}

/** Writes a ZIP file of stored records piece by piece; a hole takes no place on the disk. */
export class RecordWriter {
  private readonly handle: number;
  private readonly central: Buffer[] = [];
  private at = 0;

  constructor(
    file: string,
    private readonly folder = 'weights'
  ) {
    this.handle = fs.openSync(file, 'w');
  }

  private put(bytes: Uint8Array): void {
    fs.writeSync(this.handle, bytes, 0, bytes.length, this.at);
    this.at += bytes.length;
  }

  /** @param claimed length that the directory states, where it is not the truth */
  record(name: string, content: Uint8Array | { hole: number }, claimed?: number): void {
    const length = content instanceof Uint8Array ? content.length : content.hole;
    const path = Buffer.from(`${this.folder}/${name}`);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(10, 0);
    if (content instanceof Uint8Array) fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(claimed ?? length, 14);
    fields.writeUInt32LE(claimed ?? length, 18);
    fields.writeUInt16LE(path.length, 22);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(this.at, 0);
    this.central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x00\x00', 'latin1'), fields, Buffer.alloc(10), offset, path])
    );
    this.put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path]));
    if (content instanceof Uint8Array) this.put(content);
    else this.at += length;
  }

  close(): void {
    const directory = Buffer.concat(this.central);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.central.length, 8);
    end.writeUInt16LE(this.central.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.at, 16);
    this.put(directory);
    this.put(end);
    fs.closeSync(this.handle);
  }
}

/** Writes float32 tensors, one after the other, so that large checkpoints need little memory; null leaves a hole of zeros. */
export function writeTorchFile(
  file: string,
  tensors: [string, number[]][],
  valueOf: (name: string, shape: number[]) => Float32Array | null
): void {
  const writer = new RecordWriter(file);
  writer.record('data.pkl', stateDictPickle(tensors));
  writer.record('byteorder', Buffer.from('little'));
  tensors.forEach(([name, shape], i) => {
    const values = valueOf(name, shape);
    const hole = { hole: 4 * shape.reduce((product, axis) => product * axis, 1) };
    writer.record(
      `data/${i}`,
      values === null ? hole : new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    );
  });
  writer.close();
}
