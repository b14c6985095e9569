import { seededRandom } from '../random';

/** Rounds of orthogonal iteration: the leading components of face embeddings have long settled by then. */
const ROUNDS = 12;

/**
 * Principal components (orthogonal iteration on the covariance; Golub & Van Loan, Matrix Computations, 8.2.4).
 * @param rows row-major, count × width
 * @returns row-major, count × components, in the order of variance; signs are fixed, so that the same data give the same map
 */
export function principal(rows: Float32Array, width: number, components: number, seed: number): Float64Array {
  const count = rows.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) mean[i % width] += rows[i] / count;
  const covariance = covarianceOf(rows, width, mean);
  const { normal } = seededRandom(seed);
  let basis = Array.from({ length: components }, () => Float64Array.from({ length: width }, () => normal()));
  for (let round = 0; round < ROUNDS; round++)
    basis = orthonormal(basis.map(vector => times(covariance, width, vector)));
  for (const vector of basis) {
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) vector.forEach((value, i) => (vector[i] = -value));
  }
  const reduced = new Float64Array(count * components);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < components; c++) {
      const vector = basis[c];
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (rows[i * width + j] - mean[j]) * vector[j];
      reduced[i * components + c] = sum;
    }
  return reduced;
}

function covarianceOf(rows: Float32Array, width: number, mean: Float64Array): Float64Array {
  const covariance = new Float64Array(width * width);
  const row = new Float64Array(width);
  for (let from = 0; from < rows.length; from += width) {
    for (let j = 0; j < width; j++) row[j] = rows[from + j] - mean[j];
    for (let a = 0; a < width; a++) {
      const value = row[a];
      const at = a * width;
      for (let b = a; b < width; b++) covariance[at + b] += value * row[b];
    }
  }
  for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) covariance[a * width + b] = covariance[b * width + a];
  return covariance;
}

function times(matrix: Float64Array, width: number, vector: Float64Array): Float64Array {
  const product = new Float64Array(width);
  for (let a = 0; a < width; a++) {
    let sum = 0;
    for (let b = 0; b < width; b++) sum += matrix[a * width + b] * vector[b];
    product[a] = sum;
  }
  return product;
}

/** Modified Gram–Schmidt; a direction without variance becomes zero. */
function orthonormal(vectors: Float64Array[]): Float64Array[] {
  vectors.forEach((vector, i) => {
    for (const before of vectors.slice(0, i)) {
      const share = dot(vector, before);
      for (let j = 0; j < vector.length; j++) vector[j] -= share * before[j];
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let j = 0; j < vector.length; j++) vector[j] = length > 1e-12 ? vector[j] / length : 0;
  });
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
