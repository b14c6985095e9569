/**
 * Bounds of the cosine. Two unit vectors x, y are rotated into an orthonormal basis; with the first w − 1 coordinates p, q and the
 * lengths r, s of what is left, Cauchy–Schwarz says x·y ≤ p·q + r s. So one product of vectors w wide is an upper bound of the
 * cosine: whatever lies below the threshold there is no pair, and the rest is computed in full.
 */
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { principalBasis } from './basis';
import type { Matrix, Products } from './matrix';
import { BLOCK, FILES, type NeighbourSearch } from './messages';
import { RowsFile } from './rows-file';

/**
 * How far below the threshold a bound may lie and still be looked at: more than rounding of float32 products of unit vectors of up to
 * 4096 values amounts to. What rounding takes from a length r is put back in `LENGTH_SLACK`.
 */
export const SLACK = 1e-4;
const LENGTH_SLACK = 4e-5;

/** Widths that are tried, besides the full one. */
const WIDTHS = [32, 64, 96, 128, 192, 256];
const SAMPLE = { basis: 16_384, rows: 1024, columns: 2048 };

/** Relative cost of one comparison at a width, and of computing one pair in full (measured with onnxruntime 1.30 on AVX2). */
const cost = (width: number, survivors: number, size: number): number => 1.7 + 0.055 * width + survivors * 4 * size;

/** Writes the bounds of every vector and, last, how wide they are. */
export async function prepareBounds(search: NeighbourSearch, products: Products, wished: number | null): Promise<void> {
  const { folder, count, size } = search;
  const vectors = new RowsFile(path.join(folder, FILES.vectors), size, 'r');
  try {
    const rank = Math.min(size - 1, (wished ?? WIDTHS[WIDTHS.length - 1]) - 1);
    const sample = spread(vectors, count, SAMPLE.basis);
    const basis = rank > 0 ? await principalBasis(products, transposed(sample), rank) : new Float32Array(0);
    const project = (unit: Matrix, width: number): Promise<Matrix> => projected(products, unit, basis, width);
    const width = Math.min(wished ?? (await cheapest(search, sample, products, project)), size);
    const bounds = new RowsFile(path.join(folder, FILES.bounds), width, 'w');
    for (let first = 0; first < count; first += BLOCK) {
      const rows = Math.min(BLOCK, count - first);
      bounds.write((await project(unitRows(vectors, first, rows), width)).data, first, rows);
    }
    bounds.close();
    writeFileSync(path.join(folder, FILES.prepared), JSON.stringify({ width }), { mode: 0o600 });
  } finally {
    vectors.close();
  }
}

/** The width at which comparing and computing what survives cost least, judged on a sample. */
async function cheapest(
  { threshold, size }: NeighbourSearch,
  sample: Matrix,
  products: Products,
  project: (unit: Matrix, width: number) => Promise<Matrix>
): Promise<number> {
  // Rows and columns are taken alternately from the sample, so that none is compared with itself.
  const half = Math.floor(sample.rows / 3);
  const take = (wanted: number, offset: number, step: number): Matrix => {
    const rows = Math.min(wanted, offset === 0 ? half : 2 * half);
    const data = new Float32Array(rows * size);
    for (let i = 0; i < rows; i++) {
      const from = offset === 0 ? 3 * i : 3 * Math.floor(i / step) + 1 + (i % step);
      data.set(sample.data.subarray(from * size, (from + 1) * size), i * size);
    }
    return { data, rows, columns: size };
  };
  const rows = take(SAMPLE.rows, 0, 1);
  const columns = take(SAMPLE.columns, 1, 2);
  const result = new Float32Array(rows.rows * columns.rows);
  if (result.length === 0) return size;
  let best = { width: size, cost: cost(size, 0, size) };
  for (const width of WIDTHS.filter(one => one < size)) {
    await products.multiply(await project(rows, width), await project(columns, width), result);
    let survivors = 0;
    for (const bound of result) if (bound >= threshold - SLACK) survivors++;
    const here = cost(width, survivors / result.length, size);
    if (here < best.cost) best = { width, cost: here };
  }
  return best.width;
}

/** First `width` − 1 coordinates and the length of the rest; the vectors themselves where the width is full. */
async function projected(products: Products, unit: Matrix, basis: Float32Array, width: number): Promise<Matrix> {
  const { rows, columns: size } = unit;
  if (width >= size) return unit;
  const kept = width - 1;
  const data = new Float32Array(rows * width);
  const coordinates = new Float32Array(rows * kept);
  const directions = { data: basis.subarray(0, kept * size), rows: kept, columns: size };
  if (kept > 0) await products.multiply(unit, directions, coordinates);
  for (let i = 0; i < rows; i++) {
    let [left, length] = [1, 0];
    for (let k = 0; k < kept; k++) {
      const value = coordinates[i * kept + k];
      data[i * width + k] = value;
      left -= value * value;
      length += value * value;
    }
    // What has no direction is no neighbour of anything; it stays 0.
    const none = length === 0 && unit.data.subarray(i * size, (i + 1) * size).every(value => value === 0);
    data[i * width + kept] = none ? 0 : Math.sqrt(Math.max(0, left) + LENGTH_SLACK);
  }
  return { data, rows, columns: width };
}

function unitRows(vectors: RowsFile, first: number, rows: number): Matrix {
  const data = new Float32Array(rows * vectors.size);
  vectors.read(data, first, rows);
  for (let i = 0; i < rows; i++) toUnit(data.subarray(i * vectors.size, (i + 1) * vectors.size));
  return { data, rows, columns: vectors.size };
}

function toUnit(vector: Float32Array): void {
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += vector[k] * vector[k];
  const scale = squares > 0 && Number.isFinite(squares) ? 1 / Math.sqrt(squares) : 0;
  for (let k = 0; k < vector.length; k++) vector[k] = scale === 0 ? 0 : vector[k] * scale;
}

/** At most `wanted` rows, equally spaced, of unit length. */
function spread(vectors: RowsFile, count: number, wanted: number): Matrix {
  const rows = Math.min(count, wanted);
  const data = new Float32Array(rows * vectors.size);
  for (let i = 0; i < rows; i++) {
    const at = Math.floor((i * count) / rows);
    vectors.read(data, at, 1, i * vectors.size);
    toUnit(data.subarray(i * vectors.size, (i + 1) * vectors.size));
  }
  return { data, rows, columns: vectors.size };
}

function transposed({ data, rows, columns }: Matrix): Matrix {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let k = 0; k < columns; k++) turned[k * rows + i] = data[i * columns + k];
  return { data: turned, rows: columns, columns: rows };
}
