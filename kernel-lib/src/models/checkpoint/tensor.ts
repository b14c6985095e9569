/** Tensors of a checkpoint: where their numbers lie and how they become contiguous arrays. */
import { FacegaugeError } from '../../errors';
import { shown } from './shown';

export type DType =
  'float32' | 'float64' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool';

export const BYTES_PER_ELEMENT: Record<DType, number> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1
};

/** A run of little-endian numbers; several tensors may look at the same one. Plain data. */
export interface Storage {
  dtype: DType;
  /** Elements. */
  count: number;
  /** Where it begins in the file, or the bytes themselves. */
  at: number | Uint8Array;
}

/** A view of a storage: element [i, j, …] lies at offset + i·stride₀ + j·stride₁ + …, counted in elements. */
export interface TensorView {
  storage: Storage;
  offset: number;
  shape: number[];
  strides: number[];
}

export const elementCount = (shape: readonly number[]) => shape.reduce((product, axis) => product * axis, 1);

/** Strides of a contiguous tensor, last axis fastest. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= Math.max(1, shape[axis]);
  }
  return strides;
}

/** Elements that a view may have beyond those it looks at: a stride of 0 repeats them, and one number can be a terabyte. */
const REPEATED = 1 << 20;

/** First element of the storage that a view touches and how many. @throws FacegaugeError CHECKPOINT_UNSUPPORTED outside of it */
function span(view: TensorView, name: string): { first: number; length: number } {
  const whole = [view.offset, ...view.shape, ...view.strides].every(n => Number.isSafeInteger(n) && n >= 0);
  const last = view.offset + view.shape.reduce((sum, axis, i) => sum + (axis - 1) * view.strides[i], 0);
  const elements = elementCount(view.shape);
  if (
    !whole ||
    view.shape.length !== view.strides.length ||
    !(last < view.storage.count) ||
    !(elements <= view.storage.count + REPEATED)
  ) {
    throw new FacegaugeError(
      'CHECKPOINT_UNSUPPORTED',
      `The tensor ${name.slice(0, 100)} looks outside its own numbers.`,
      {
        found: `shape ${shown(view.shape)}, strides ${shown(view.strides)}, offset ${view.offset} in ${view.storage.count} elements`,
        action: 'The checkpoint is damaged; get it again.'
      }
    );
  }
  return { first: view.offset, length: last - view.offset + 1 };
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const widened = new DataView(new ArrayBuffer(4));
function bfloatToNumber(bits: number): number {
  widened.setUint32(0, bits << 16);
  return widened.getFloat32(0);
}

const READERS: Record<DType, (bytes: DataView, at: number) => number> = {
  float32: (bytes, at) => bytes.getFloat32(at, true),
  float64: (bytes, at) => bytes.getFloat64(at, true),
  float16: (bytes, at) => halfToNumber(bytes.getUint16(at, true)),
  bfloat16: (bytes, at) => bfloatToNumber(bytes.getUint16(at, true)),
  int64: (bytes, at) => Number(bytes.getBigInt64(at, true)),
  int32: (bytes, at) => bytes.getInt32(at, true),
  int16: (bytes, at) => bytes.getInt16(at, true),
  int8: (bytes, at) => bytes.getInt8(at),
  uint8: (bytes, at) => bytes.getUint8(at),
  bool: (bytes, at) => bytes.getUint8(at)
};

const isContiguous = (view: TensorView) => {
  const wanted = contiguousStrides(view.shape);
  return view.shape.every((axis, i) => axis <= 1 || view.strides[i] === wanted[i]);
};

/** Reads bytes of the file at a place, exactly as many as asked for. */
export type ReadAt = (from: number, length: number) => Promise<Uint8Array>;

/** Elements that are turned into numbers at a time. */
const PIECE = 1 << 22;

/**
 * Reads a tensor as a contiguous array, last axis fastest; only the part of the storage it looks at is read, piece by piece where
 * the view is contiguous.
 * @param into Float32Array for weights; Float64Array keeps float64 and integers to 2⁵³ exact
 * @throws FacegaugeError CHECKPOINT_UNSUPPORTED
 */
export async function readTensor<A extends Float32Array | Float64Array>(
  view: TensorView,
  name: string,
  into: new (length: number) => A,
  readAt: ReadAt
): Promise<A> {
  const { storage } = view;
  if (elementCount(view.shape) === 0) return new into(0);
  const { first, length } = span(view, name);
  const width = BYTES_PER_ELEMENT[storage.dtype];
  const fetch = async (from: number, count: number): Promise<Uint8Array> => {
    const start = (first + from) * width;
    if (typeof storage.at === 'number') return readAt(storage.at + start, count * width);
    return storage.at.subarray(start, start + count * width);
  };
  const result = new into(elementCount(view.shape));
  const number = READERS[storage.dtype];
  if (!isContiguous(view)) {
    strided(result, await fetch(0, length), view, number);
    return result;
  }
  const plain = storage.dtype === 'float32' && result instanceof Float32Array;
  const target = new Uint8Array(result.buffer);
  for (let from = 0; from < result.length; from += PIECE) {
    const count = Math.min(PIECE, result.length - from);
    const bytes = await fetch(from, count);
    if (plain) {
      target.set(bytes, from * width);
      continue;
    }
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) result[from + i] = number(data, i * width);
  }
  return result;
}

function strided(
  result: Float32Array | Float64Array,
  span: Uint8Array,
  { shape, strides, storage }: TensorView,
  number: (bytes: DataView, at: number) => number
): void {
  const bytes = new DataView(span.buffer, span.byteOffset, span.byteLength);
  const width = BYTES_PER_ELEMENT[storage.dtype];
  const index = new Array<number>(shape.length).fill(0);
  let at = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = number(bytes, at * width);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      at += strides[axis];
      if (++index[axis] < shape[axis]) break;
      at -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}
