/**
 * What a checkpoint says of itself: names, types, shapes and where the numbers lie, as plain data. Nothing in it is executed and
 * no number is read. Every step is bounded by the length of the file, so that a hostile one costs no more than an honest one.
 */
import { FacegaugeError } from '../../errors';
import { isTensorView, objectsOf, PERMITTED } from './permitted';
import { readPickle } from './pickle';
import { shown } from './shown';
import { damaged, MOST_HELD, truncated, type Source } from './source';
import { BYTES_PER_ELEMENT, type DType, type Storage, type TensorView } from './tensor';
import { placeOf, readZip } from './zip';

/** ['storage', element type, key, place, count, view]: how PyTorch refers to numbers kept outside the pickle. */
interface StorageId {
  dtype: DType;
  key: string;
  count: number;
  /** Legacy files: a part of another storage, in elements. */
  view: { offset: number; count: number } | null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function storageId(id: unknown, file: string): StorageId {
  if (Array.isArray(id) && id[0] === 'storage') {
    const [, dtype, key, , count, view] = id as unknown[];
    const known = typeof dtype === 'string' && Object.hasOwn(BYTES_PER_ELEMENT, dtype);
    const part = Array.isArray(view) && isCount(view[1]) && isCount(view[2]) ? view : null;
    if (known && typeof key === 'string' && isCount(count) && (part || view === null || view === undefined)) {
      const own = part && { offset: part[1] as number, count: part[2] as number };
      return { dtype: dtype as DType, key, count, view: own };
    }
  }
  throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} refers to something that is no storage of numbers.`, {
    path: file,
    found: shown(id),
    action: 'Save the state_dict with a current PyTorch.'
  });
}

const bigEndian = (file: string) =>
  new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} was written on a big-endian machine.`, {
    path: file,
    found: 'big-endian numbers',
    action: 'Save it again on a little-endian machine.'
  });

function readZipCheckpoint(source: Source): unknown {
  const { file, size } = source;
  const records = readZip(source);
  const pickle = [...records.values()].find(({ name }) => /^(?:[^/]+\/)?data\.pkl$/.test(name));
  if (!pickle) {
    throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} is a ZIP archive but no PyTorch checkpoint.`, {
      path: file,
      found: `records ${shown([...records.keys()].slice(0, 6))}`,
      action: 'Give the file written by torch.save.'
    });
  }
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  const order = records.get(`${folder}byteorder`);
  if (order) {
    const text = source.read(placeOf(source, order), Math.min(order.length, 16), 'byteorder').toString('latin1');
    if (text !== 'little') throw bigEndian(file);
  }
  const persistent = (id: unknown): Storage => {
    const { dtype, key, count } = storageId(id, file);
    const record = records.get(`${folder}data/${key}`);
    if (!record || record.length < count * BYTES_PER_ELEMENT[dtype])
      throw truncated(file, size, `without the numbers data/${key.slice(0, 100)}`);
    return { dtype, count, at: placeOf(source, record) };
  };
  const origin = placeOf(source, pickle);
  const bytes = source.read(origin, pickle.length, pickle.name);
  return readPickle(bytes, { file, origin, permitted: PERMITTED, persistent }).value;
}

/** First bytes of a legacy checkpoint: a pickled constant. */
const LEGACY_MAGIC = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex');

/** Five pickles: constant, version, system, object, keys of the storages. Their length is written nowhere. */
function readLegacyParts(source: Source, begin: () => (id: unknown) => Storage): { parts: unknown[]; end: number } {
  const { file, size } = source;
  const most = Math.min(size, MOST_HELD);
  for (let length = Math.min(most, 1 << 20); ; length = Math.min(most, length * 4)) {
    const head = source.read(0, length, 'the start');
    const parts: unknown[] = [];
    const persistent = begin();
    let end = 0;
    try {
      while (parts.length < 5) {
        const part = readPickle(head, { file, permitted: PERMITTED, persistent }, end);
        parts.push(part.value);
        end = part.end;
      }
      return { parts, end };
    } catch (error) {
      const more = error instanceof FacegaugeError && error.code === 'CHECKPOINT_TRUNCATED' && length < most;
      if (!more) throw error;
    }
  }
}

/** After the pickles each storage: count and numbers. */
function readLegacyCheckpoint(source: Source): unknown {
  const { file, size } = source;
  const waiting = new Map<string, { width: number; storages: { storage: Storage; skip: number }[] }>();
  const persistent = (id: unknown): Storage => {
    const { dtype, key, count, view } = storageId(id, file);
    const width = BYTES_PER_ELEMENT[dtype];
    const storage: Storage = { dtype, count: view?.count ?? count, at: -1 };
    const known = waiting.get(key) ?? { width, storages: [] };
    known.storages.push({ storage, skip: (view?.offset ?? 0) * width });
    waiting.set(key, known);
    return storage;
  };
  const { parts, end } = readLegacyParts(source, () => {
    waiting.clear();
    return persistent;
  });
  const [, , system, content, keys] = parts;
  if (system instanceof Map && system.get('little_endian') === false) throw bigEndian(file);
  if (!Array.isArray(keys)) throw damaged(file, `storages ${shown(keys)}`);
  let at = end;
  for (const key of keys as unknown[]) {
    const known = typeof key === 'string' ? waiting.get(key) : undefined;
    if (!known) throw damaged(file, `storage ${shown(key)} that no tensor uses, or twice`);
    waiting.delete(key as string);
    const what = `storage ${(key as string).slice(0, 100)}`;
    const count = Number(source.read(at, 8, what).readBigInt64LE());
    source.check(at + 8, count * known.width, what);
    for (const { storage, skip } of known.storages) {
      if (skip + storage.count * BYTES_PER_ELEMENT[storage.dtype] > count * known.width)
        throw damaged(file, `${what} has ${count} elements`);
      storage.at = at + 8 + skip;
    }
    at += 8 + count * known.width;
  }
  for (const key of waiting.keys()) throw truncated(file, size, `without the numbers of storage ${key.slice(0, 100)}`);
  return content;
}

/** Longest file in numpy's format: it is held in memory as a whole. */
const MOST_NUMPY = 1 << 30;

/** numpy's file of one pickled object: a header in text, then the pickle. */
function readNumpyCheckpoint(source: Source): unknown {
  const bytes = source.read(0, source.size, 'the file', MOST_NUMPY);
  if (bytes.length < 12) throw truncated(source.file, source.size, 'inside the header');
  const start = bytes[6] === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  return objectsOf(readPickle(bytes, { file: source.file, permitted: PERMITTED }, start).value)?.[0];
}

function readByFormat(source: Source): unknown {
  const { file, size } = source;
  const start = source.read(0, Math.min(size, 16), 'the start');
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

/** Wrappers in wrappers: a dictionary may hold itself. */
const DEEPEST_WRAPPER = 4;

function stateDict(content: unknown, file: string): [string, TensorView][] {
  let inner = content;
  for (let depth = 0; depth < DEEPEST_WRAPPER && inner instanceof Map; depth++) {
    const own = [...(inner as Map<unknown, unknown>)].filter(
      (pair): pair is [string, TensorView] => typeof pair[0] === 'string' && isTensorView(pair[1])
    );
    if (own.length > 0) return own;
    const wrapper = WRAPPERS.find(name => (inner as Map<unknown, unknown>).has(name));
    if (wrapper === undefined) break;
    inner = (inner as Map<unknown, unknown>).get(wrapper);
  }
  throw new FacegaugeError('CHECKPOINT_UNSUPPORTED', `${file} holds no tensors by name.`, {
    path: file,
    found: inner instanceof Map ? `keys ${shown([...inner.keys()].slice(0, 6))}` : typeof inner,
    action: 'Save the weights alone: torch.save(model.state_dict(), file).'
  });
}

/** Weights saved from a parallel wrapper carry its name in front. */
function withoutPrefix(tensors: [string, TensorView][]): [string, TensorView][] {
  const prefix = 'module.';
  if (!tensors.every(([name]) => name.startsWith(prefix))) return tensors;
  return tensors.map(([name, view]) => [name.slice(prefix.length), view]);
}

/**
 * The tensors of a checkpoint in the order of the file: zip or legacy format of PyTorch, or a pickled dictionary of arrays in
 * numpy's format; bare or wrapped in {state_dict: …}. A prefix `module.` common to all names is taken off.
 * @throws FacegaugeError CHECKPOINT_UNSAFE, CHECKPOINT_TRUNCATED, CHECKPOINT_UNSUPPORTED; never another error
 */
export function readContent(source: Source): [string, TensorView][] {
  try {
    const tensors = withoutPrefix(stateDict(readByFormat(source), source.file));
    // Plain data: the views are about to leave the thread, and numpy's are objects with methods.
    return tensors.map(([name, { storage, offset, shape, strides }]) => [name, { storage, offset, shape, strides }]);
  } catch (cause) {
    if (cause instanceof FacegaugeError) throw cause;
    throw damaged(source.file, (cause as Error).message, cause);
  }
}
