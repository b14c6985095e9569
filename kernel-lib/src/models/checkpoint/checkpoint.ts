/** PyTorch checkpoints (zip and legacy) and numpy pickles, opened without executing anything in them. */
import fs, { type FileHandle } from 'node:fs/promises';
import { FacegaugeError } from '../../errors';
import { isTensorView, objectsOf, PERMITTED } from './permitted';
import { readPickle } from './pickle';
import { BYTES_PER_ELEMENT, DType, readTensor, Storage, TensorView } from './tensor';
import { readExactly, readRecord, readZip, truncated } from './zip';

/** An open checkpoint: names, shapes and types at once, numbers when asked for. Close it. */
export interface Checkpoint {
  readonly file: string;
  /** In the order of the file. A prefix `module.` common to all names is taken off. */
  readonly tensors: ReadonlyMap<string, { dtype: DType; shape: readonly number[] }>;
  /** Contiguous numbers as float32, last axis fastest. @throws FacegaugeError CHECKPOINT_MISMATCH where the name is unknown */
  read(name: string): Promise<Float32Array>;
  /** The same as float64: integers up to 2⁵³ and float64 stay exact. */
  readExact(name: string): Promise<Float64Array>;
  close(): Promise<void>;
}

interface Source {
  handle: FileHandle;
  file: string;
  size: number;
}

/** ['storage', element type, key, place, count, view]: how PyTorch refers to numbers kept outside the pickle. */
type StorageId = [string, DType, string, string, number, [string, number, number] | null | undefined];

function storageId(id: unknown, file: string): StorageId {
  if (Array.isArray(id) && id[0] === 'storage' && typeof id[1] === 'string' && id[1] in BYTES_PER_ELEMENT)
    return id as StorageId;
  throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} refers to something that is no storage of numbers.`, {
    path: file,
    found: JSON.stringify(id)?.slice(0, 100),
    action: 'Save the state_dict with a current PyTorch.'
  });
}

async function readZipCheckpoint({ handle, file, size }: Source): Promise<unknown> {
  const records = await readZip(handle, file, size);
  const pickle = [...records.values()].find(({ name }) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  if (!pickle) {
    throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is a ZIP archive but no PyTorch checkpoint.`, {
      path: file,
      found: `records ${[...records.keys()].slice(0, 5).join(', ')}`,
      action: 'Give the file written by torch.save.'
    });
  }
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const order = records.get(`${folder}byteorder`);
  if (order && (await readRecord(handle, file, order)).toString() !== 'little') throw bigEndian(file);
  const persistent = (id: unknown): Storage => {
    const [, dtype, key, , count] = storageId(id, file);
    const record = records.get(`${folder}data/${key}`);
    if (!record || record.length < count * BYTES_PER_ELEMENT[dtype])
      throw truncated(file, size, `without the numbers data/${key}`);
    return { dtype, count, read: (from, length) => readRecord(handle, file, record, from, length) };
  };
  return readPickle(await readRecord(handle, file, pickle), { file, permitted: PERMITTED, persistent }).value;
}

const bigEndian = (file: string) =>
  new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} was written on a big-endian machine.`, {
    path: file,
    found: 'big-endian numbers',
    action: 'Save it again on a little-endian machine.'
  });

/** First bytes of a legacy checkpoint: a pickled constant. */
const LEGACY_MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');

/** Five pickles (constant, version, system, object, keys of the storages), then each storage: count and numbers. */
async function readLegacyCheckpoint({ handle, file, size }: Source): Promise<unknown> {
  const placed = new Map<string, { offset: number; count: number }>();
  const persistent = (id: unknown): Storage => {
    const [, dtype, key, , count, view] = storageId(id, file);
    const width = BYTES_PER_ELEMENT[dtype];
    const skip = (view?.[1] ?? 0) * width;
    const read = (from: number, length: number): Promise<Buffer> => {
      const place = placed.get(key);
      if (!place) throw truncated(file, size, `without the numbers of storage ${key}`);
      return readExactly(handle, file, place.offset + skip + from, length, `storage ${key}`);
    };
    widths.set(key, width);
    return { dtype, count: view?.[2] ?? count, read };
  };
  const widths = new Map<string, number>();
  const options = { file, permitted: PERMITTED, persistent };

  const parts: unknown[] = [];
  let head = await readExactly(handle, file, 0, Math.min(size, 1 << 20), 'the start');
  let end = 0;
  while (parts.length < 5) {
    try {
      const part = readPickle(head, options, end);
      parts.push(part.value);
      end = part.end;
    } catch (error) {
      const more = error instanceof FacegaugeError && error.code === 'CHECKPOINT_TRUNCATED' && head.length < size;
      if (!more) throw error;
      head = await readExactly(handle, file, 0, Math.min(size, head.length * 4), 'the start');
    }
  }
  const system = parts[2];
  if (system instanceof Map && system.get('little_endian') === false) throw bigEndian(file);
  for (const key of parts[4] as string[]) {
    const count = Number((await readExactly(handle, file, end, 8, `storage ${key}`)).readBigInt64LE());
    placed.set(key, { offset: end + 8, count });
    end += 8 + count * (widths.get(key) ?? 1);
    if (end > size) throw truncated(file, size, `inside storage ${key}, ${end - size} bytes short`);
  }
  return parts[3];
}

/** numpy's file of one pickled object: a header in text, then the pickle. */
async function readNumpyCheckpoint({ handle, file, size }: Source): Promise<unknown> {
  const bytes = await readExactly(handle, file, 0, size, 'the file');
  const start = bytes[6] === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  return objectsOf(readPickle(bytes, { file, permitted: PERMITTED }, start).value)?.[0];
}

/** Whatever a file says that no writer of checkpoints would say ends as one typed error. */
async function readContent(source: Source): Promise<unknown> {
  try {
    return await readByFormat(source);
  } catch (cause) {
    if (cause instanceof FacegaugeError) throw cause;
    throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${source.file} is damaged: its parts do not fit together.`, {
      cause,
      path: source.file,
      found: (cause as Error).message,
      action: 'Get the file again.'
    });
  }
}

async function readByFormat(source: Source): Promise<unknown> {
  const { handle, file, size } = source;
  const start = await readExactly(handle, file, 0, Math.min(size, 16), 'the start');
  if (start.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return readZipCheckpoint(source);
  if (start.subarray(0, LEGACY_MAGIC.length).equals(LEGACY_MAGIC)) return readLegacyCheckpoint(source);
  if (start.subarray(0, 6).toString('latin1') === '\x93NUMPY') return readNumpyCheckpoint(source);
  throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is no PyTorch checkpoint.`, {
    path: file,
    found: size === 0 ? 'an empty file' : `it starts with ${start.subarray(0, 8).toString('hex')}`,
    action: 'Give a file written by torch.save.'
  });
}

/** Where training scripts put the weights when they save more than those. */
const WRAPPERS = ['state_dict', 'model_state_dict', 'model', 'net', 'network', 'weights'];

function stateDict(content: unknown, file: string): Map<string, TensorView> {
  if (content instanceof Map) {
    const own = [...content].filter(
      (pair): pair is [string, TensorView] => typeof pair[0] === 'string' && isTensorView(pair[1])
    );
    if (own.length > 0) return new Map(own);
    for (const name of WRAPPERS) if (content.has(name)) return stateDict(content.get(name), file);
  }
  throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} holds no tensors by name.`, {
    path: file,
    found: content instanceof Map ? `keys ${[...content.keys()].slice(0, 8).join(', ')}` : typeof content,
    action: 'Save the weights alone: torch.save(model.state_dict(), file).'
  });
}

/** Weights saved from a parallel wrapper carry its name in front. */
function withoutPrefix(tensors: Map<string, TensorView>): Map<string, TensorView> {
  const prefix = 'module.';
  if (![...tensors.keys()].every(name => name.startsWith(prefix))) return tensors;
  return new Map([...tensors].map(([name, view]) => [name.slice(prefix.length), view]));
}

/**
 * Opens a checkpoint: zip or legacy format of PyTorch, or a pickled dictionary of arrays in numpy's format; bare or wrapped
 * in {state_dict: …}.
 * @throws FacegaugeError MISSING, CHECKPOINT_UNSAFE, CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED
 */
export async function openCheckpoint(file: string): Promise<Checkpoint> {
  const handle = await fs.open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new FacegaugeError('MISSING', `The checkpoint ${file} cannot be opened.`, {
      cause,
      path: file,
      found: cause.message,
      action: 'Check the path.'
    });
  });
  try {
    const { size } = await handle.stat();
    const views = withoutPrefix(stateDict(await readContent({ handle, file, size }), file));
    const view = (name: string): TensorView => {
      const found = views.get(name);
      if (found) return found;
      throw new FacegaugeError('CHECKPOINT_MISMATCH', `${file} has no tensor ${name}.`, {
        path: file,
        found: 'nothing'
      });
    };
    return {
      file,
      tensors: new Map([...views].map(([name, { storage, shape }]) => [name, { dtype: storage.dtype, shape }])),
      read: async name => readTensor(view(name), name, Float32Array),
      readExact: async name => readTensor(view(name), name, Float64Array),
      close: () => handle.close()
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
