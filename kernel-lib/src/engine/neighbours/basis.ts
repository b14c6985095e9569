/** The directions in which a set of vectors extends most. */
import { seededRandom } from '../../random';
import type { Matrix, Products } from './matrix';

/** Orthogonal iterations: any orthonormal basis gives valid bounds, so near the principal one is near enough. */
const ITERATIONS = 8;

/**
 * Approximates the principal directions (through the origin, as cosines know no mean) by orthogonal iteration.
 * @param sample n vectors of unit length, *transposed*: size × n
 * @param rank directions, ≤ size
 * @returns rank × size, orthonormal rows, the most extended first
 */
export async function principalBasis(products: Products, sample: Matrix, rank: number): Promise<Float32Array> {
  const size = sample.rows;
  const moments = new Float32Array(size * size);
  await products.multiply(sample, sample, moments);
  const { normal } = seededRandom(1);
  let basis = Float64Array.from({ length: rank * size }, normal);
  orthonormalise(basis, rank, size, normal);
  const image = new Float32Array(rank * size);
  for (let i = 0; i < ITERATIONS; i++) {
    const data = Float32Array.from(basis);
    // The matrix of moments is symmetric, so its rows are its columns.
    await products.multiply({ data, rows: rank, columns: size }, { data: moments, rows: size, columns: size }, image);
    basis = Float64Array.from(image);
    orthonormalise(basis, rank, size, normal);
  }
  return Float32Array.from(basis);
}

/**
 * Modified Gram–Schmidt, twice ("twice is enough", Kahan). A row that vanishes, as most do where there are fewer vectors than
 * directions, is replaced by one drawn by chance: an axis might lie in what is spanned already, and so might the next hundred.
 */
function orthonormalise(basis: Float64Array, rank: number, size: number, normal: () => number): void {
  for (let i = 0; i < rank; i++) {
    const row = basis.subarray(i * size, (i + 1) * size);
    for (;;) {
      const before = Math.hypot(...row);
      for (let pass = 0; pass < 2; pass++)
        for (let j = 0; j < i; j++) subtractPart(row, basis.subarray(j * size, (j + 1) * size));
      const length = Math.sqrt(dot(row, row));
      if (length > 1e-6 * before && length > 0) {
        for (let k = 0; k < size; k++) row[k] /= length;
        break;
      }
      for (let k = 0; k < size; k++) row[k] = normal();
    }
  }
}

function subtractPart(row: Float64Array, other: Float64Array): void {
  const share = dot(row, other);
  for (let k = 0; k < row.length; k++) row[k] -= share * other[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
