/** Entry of a process that finds the columns most like each row: products in onnxruntime, the greatest few picked here. */
import { endWithParent } from '../parent-watch';
import type { NearestAnswer, ToNearest } from './nearest';
import { Products } from './matrix';

/** Columns and rows of one product. */
const TILE = { columns: 4096, rows: 512 };

let ready: Promise<Products> | null = null;
let columns: { data: Float32Array; size: number } = { data: new Float32Array(0), size: 1 };

function send(message: NearestAnswer): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function nearest(rows: Float32Array, k: number): Promise<NearestAnswer> {
  const products = await ready!;
  const { data, size } = columns;
  const [n, m] = [rows.length / size, data.length / size];
  const index = new Int32Array(n * k).fill(-1);
  const score = new Float32Array(n * k).fill(-Infinity);
  const result = new Float32Array(Math.min(TILE.rows, n) * Math.min(TILE.columns, m));
  for (let row = 0; row < n; row += TILE.rows) {
    const here = Math.min(TILE.rows, n - row);
    const part = { data: rows.subarray(row * size, (row + here) * size), rows: here, columns: size };
    for (let first = 0; first < m; first += TILE.columns) {
      const count = Math.min(TILE.columns, m - first);
      const other = { data: data.subarray(first * size, (first + count) * size), rows: count, columns: size };
      await products.multiply(part, other, result.subarray(0, here * count));
      for (let i = 0; i < here; i++) {
        const at = (row + i) * k;
        for (let j = 0; j < count; j++) {
          const value = result[i * count + j];
          if (!(value > score[at + k - 1])) continue;
          let place = k - 1;
          for (; place > 0 && value > score[at + place - 1]; place--) {
            score[at + place] = score[at + place - 1];
            index[at + place] = index[at + place - 1];
          }
          score[at + place] = value;
          index[at + place] = first + j;
        }
      }
    }
  }
  return { type: 'nearest', index, score };
}

endWithParent();
process.on('message', (message: ToNearest) => {
  if (message.type === 'start') {
    columns = { data: message.columns, size: message.size };
    ready = Products.open(message.folder, message.threads);
    ready.catch(() => undefined);
  } else {
    nearest(message.rows, message.k).then(send, (error: Error) =>
      send({ type: 'error', error: { code: 'PROCESSING_FAILED', message: error.message, found: error.message } })
    );
  }
});
