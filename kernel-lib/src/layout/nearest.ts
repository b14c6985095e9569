/** Each row with itself first and its nearest rows behind, as UMAP wants them. */
export interface Nearest {
  indices: number[][];
  /** Euclidean. */
  distances: number[][];
}

/** Exact neighbours, all rows with all. @param k neighbours including the row itself */
export function nearest(rows: Float64Array, width: number, k: number): Nearest {
  const count = rows.length / width;
  const indices = new Int32Array(count * k);
  const distances = new Float64Array(count * k).fill(Infinity);
  const filled = new Int32Array(count);
  const offer = (row: number, other: number, distance: number): void => {
    const from = row * k;
    if (filled[row] === k && distance >= distances[from + k - 1]) return;
    let at = Math.min(filled[row], k - 1);
    while (at > 0 && distances[from + at - 1] > distance) {
      distances[from + at] = distances[from + at - 1];
      indices[from + at] = indices[from + at - 1];
      at--;
    }
    distances[from + at] = distance;
    indices[from + at] = other;
    if (filled[row] < k) filled[row]++;
  };
  for (let a = 0; a < count; a++) {
    offer(a, a, 0);
    for (let b = a + 1; b < count; b++) {
      let squares = 0;
      for (let j = 0; j < width; j++) squares += (rows[a * width + j] - rows[b * width + j]) ** 2;
      offer(a, b, squares);
      offer(b, a, squares);
    }
  }
  const lists = <T>(pick: (at: number) => T): T[][] =>
    Array.from({ length: count }, (_, row) => Array.from({ length: k }, (_, i) => pick(row * k + i)));
  return { indices: lists(at => indices[at]), distances: lists(at => Math.sqrt(distances[at])) };
}
