/** The only Python names a checkpoint may mention, and the plain data each stands for here. */
import { FacegaugeError } from '../../errors';
import type { Buildable, Permitted } from './pickle';
import { shown } from './shown';
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
    if (!Array.isArray(state)) throw unsupported('a type of numbers without a state');
    if (state[1] === '>') throw unsupported('big-endian numbers');
  }

  get dtype(): DType | null {
    const code = this.code.replace(/^[<|=]/, '');
    if (/^O/.test(code)) return null;
    if (!Object.hasOwn(NUMPY_TYPES, code)) throw unsupported(`numpy numbers of type ${this.code}`);
    return NUMPY_TYPES[code];
  }
}

function numpyType(code: unknown): NumpyType {
  if (typeof code === 'string' && code.length <= 8) return new NumpyType(code);
  throw unsupported(`numbers of the type ${shown(code)}`);
}

/** Becomes a tensor view, or a list where the elements are Python objects. */
class NumpyArray implements Buildable, TensorView {
  storage: Storage = { dtype: 'uint8', count: 0, at: new Uint8Array(0) };
  offset = 0;
  shape: number[] = [];
  strides: number[] = [];
  objects: unknown[] | null = null;

  setState(state: unknown): void {
    if (!Array.isArray(state)) throw unsupported('an array without a state');
    const [, shape, type, fortran, data] = state as unknown[];
    if (!isSizes(shape)) throw unsupported('an array without a shape');
    if (!(type instanceof NumpyType)) throw unsupported('an array without a type');
    this.shape = shape;
    if (type.dtype === null) {
      this.objects = Array.isArray(data) ? data : null;
      return;
    }
    if (!Buffer.isBuffer(data)) throw unsupported('an array without bytes');
    const { dtype } = type;
    this.storage = { dtype, count: Math.floor(data.length / BYTES_PER_ELEMENT[dtype]), at: data };
    this.strides = fortran ? contiguousStrides([...shape].reverse()).reverse() : contiguousStrides(shape);
  }
}

/** The objects of a numpy array of Python objects; null for anything else. */
export const objectsOf = (value: unknown): unknown[] | null => (value instanceof NumpyArray ? value.objects : null);

/** PyTorch and numpy have at most 64 axes; one list of them may be given to many tensors. */
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 64 && value.every(size => Number.isSafeInteger(size) && size >= 0);

const isStorage = (value: unknown): value is Storage =>
  typeof value === 'object' && value !== null && 'at' in value && 'dtype' in value;

function tensor(args: unknown[]): TensorView {
  const [storage, offset, shape, strides] = args;
  if (!isStorage(storage)) throw unsupported('a tensor without numbers');
  if (!isSizes([offset]) || !isSizes(shape) || !isSizes(strides)) throw unsupported('a tensor without a shape');
  return { storage, offset: Number(offset), shape, strides };
}

function encode(args: unknown[]): Buffer {
  const [text, encoding] = args;
  if (typeof text !== 'string' || encoding !== 'latin1') throw unsupported(`text encoded as ${shown(encoding)}`);
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
  names.set('numpy.dtype', { call: ([code]) => numpyType(code) });
  names.set('_codecs.encode', { call: encode });
  return names;
}

export const PERMITTED: ReadonlyMap<string, Permitted> = table();
