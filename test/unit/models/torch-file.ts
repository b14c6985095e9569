/** Writes checkpoints as torch.save does: a ZIP of stored records with a pickle of protocol 2. Only what tests need. */
import fs from 'node:fs';
import { crc32 } from 'node:zlib';

class Pickle {
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

/** Writes float32 tensors, one after the other, so that large checkpoints need little memory. */
export function writeTorchFile(
  file: string,
  tensors: [string, number[]][],
  valueOf: (name: string, shape: number[]) => Float32Array
): void {
  const handle = fs.openSync(file, 'w');
  const central: Buffer[] = [];
  let at = 0;
  const put = (bytes: Uint8Array) => {
    fs.writeSync(handle, bytes);
    at += bytes.length;
  };
  const record = (name: string, bytes: Uint8Array) => {
    const path = Buffer.from(`weights/${name}`);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(10, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at, 0);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x00\x00', 'latin1'), fields, Buffer.alloc(10), offset, path]));
    put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path]));
    put(bytes);
  };
  record('data.pkl', stateDictPickle(tensors));
  record('byteorder', Buffer.from('little'));
  tensors.forEach(([name, shape], i) => {
    const { buffer, byteOffset, byteLength } = valueOf(name, shape);
    record(`data/${i}`, new Uint8Array(buffer, byteOffset, byteLength));
  });
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  put(directory);
  put(end);
  fs.closeSync(handle);
}
