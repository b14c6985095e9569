/** The only Python names a checkpoint may mention, and the plain data each stands for here. */
import { FacegaugeError } from '../../errors';
import type { Buildable, Permitted } from './pickle';
import { BYTES_PER_ELEMENT, contiguousStrides, DType, Storage, TensorView } from './tensor';

/** PyTorch's storage classes, by the type of their elements. */
const STORAGES: Record<string, DType> = {
  FloatStorage: 'float32',
  DoubleStorage: 'float64',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool'
};

/** numpy's short names of element types. */
const NUMPY_TYPES: Record<string, DType> = {
  f4: 'float32',
  f8: 'float64',
  f2: 'float16',
  i8: 'int64',
  i4: 'int32',
  i2: 'int16',
  i1: 'int8',
  u1: 'uint8',
  b1: 'bool'
};

export const isTensorView = (value: unknown): value is TensorView =>
  typeof value === 'object' && value !== null && 'storage' in value && 'strides' in value;

const unsupported = (what: string) =>
  new FacegaugeError('CHECKPOINT_UNSUPPORTED', `The checkpoint holds ${what}.`, {
    found: what,
    action: 'Convert its tensors to float32 on the CPU and save the state_dict again.'
  });

class NumpyType implements Buildable {
  constructor(readonly code: string) {}

  setState(state: unknown): void {
    const order = (state as unknown[])[1];
    if (order === '>') throw unsupported('big-endian numbers');
  }

  get dtype(): DType | null {
    const code = this.code.replace(/^[<|=]/, '');
    if (/^O/.test(code)) return null;
    if (!NUMPY_TYPES[code]) throw unsupported(`numpy numbers of type ${this.code}`);
    return NUMPY_TYPES[code];
  }
}

/** Becomes a tensor view, or a list where the elements are Python objects. */
class NumpyArray implements Buildable, TensorView {
  storage: Storage = { dtype: 'uint8', count: 0, read: async () => Buffer.alloc(0) };
  offset = 0;
  shape: number[] = [];
  strides: number[] = [];
  objects: unknown[] | null = null;

  setState(state: unknown): void {
    const [, shape, type, fortran, data] = state as [number, number[], NumpyType, boolean, Buffer | unknown[]];
    if (!isSizes(shape)) throw unsupported('an array without a shape');
    this.shape = shape;
    if (type.dtype === null) {
      this.objects = data as unknown[];
      return;
    }
    const bytes = data as Buffer;
    const { dtype } = type;
    this.storage = {
      dtype,
      count: bytes.length / BYTES_PER_ELEMENT[dtype],
      read: async (from, length) => bytes.subarray(from, from + length)
    };
    this.strides = fortran ? contiguousStrides([...shape].reverse()).reverse() : contiguousStrides(shape);
  }
}

/** The objects of a numpy array of Python objects; null for anything else. */
export const objectsOf = (value: unknown): unknown[] | null => (value instanceof NumpyArray ? value.objects : null);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every(size => Number.isSafeInteger(size) && size >= 0);

function tensor(args: unknown[]): TensorView {
  const [storage, offset, shape, strides] = args as [Storage | null, unknown, unknown, unknown];
  if (typeof storage?.read !== 'function') throw unsupported('a tensor without numbers');
  if (!isSizes([offset]) || !isSizes(shape) || !isSizes(strides)) throw unsupported('a tensor without a shape');
  return { storage, offset: Number(offset), shape, strides };
}

function encode(args: unknown[]): Buffer {
  const [text, encoding] = args as [string, string];
  if (encoding !== 'latin1') throw unsupported(`text encoded as ${encoding}`);
  return Buffer.from(text, 'latin1');
}

function table(): Map<string, Permitted> {
  const names = new Map<string, Permitted>();
  const dictionary = { call: () => new Map() };
  names.set('collections.OrderedDict', dictionary);
  names.set('collections.defaultdict', dictionary);
  for (const builtins of ['builtins', '__builtin__']) {
    names.set(`${builtins}.dict`, dictionary);
    names.set(`${builtins}.set`, { call: ([items]) => items ?? [] });
    names.set(`${builtins}.int`, { value: 'int' });
  }
  names.set('torch._utils._rebuild_tensor', { call: tensor });
  names.set('torch._utils._rebuild_tensor_v2', { call: tensor });
  names.set('torch._utils._rebuild_parameter', { call: ([data]) => data });
  names.set('torch._utils._rebuild_parameter_with_state', { call: ([data]) => data });
  names.set('torch.Size', { call: ([sizes]) => sizes });
  names.set('torch.device', { call: ([device]) => device });
  for (const [name, dtype] of Object.entries(STORAGES)) {
    names.set(`torch.${name}`, { value: dtype });
    names.set(`torch.cuda.${name}`, { value: dtype });
  }
  for (const dtype of Object.keys(BYTES_PER_ELEMENT)) names.set(`torch.${dtype}`, { value: dtype });
  for (const core of ['numpy.core', 'numpy._core']) {
    names.set(`${core}.multiarray._reconstruct`, { call: () => new NumpyArray() });
  }
  names.set('numpy.ndarray', { value: 'ndarray' });
  names.set('numpy.dtype', { call: ([code]) => new NumpyType(String(code)) });
  names.set('_codecs.encode', { call: encode });
  return names;
}

export const PERMITTED: ReadonlyMap<string, Permitted> = table();
