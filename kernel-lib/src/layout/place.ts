import { UMAP } from 'umap-js';
import { seededRandom } from '../random';
import { nearest } from './nearest';
import { principal } from './principal';
import type { Answer, Question } from './worker';

/** Beyond these components lies little but noise. */
const COMPONENTS = 50;

export function place({ embeddings, width, method, neighbours, seed }: Question): Answer {
  const count = embeddings.length / width;
  const components = Math.min(method === 'pca' ? 2 : COMPONENTS, width, count - 1);
  const reduced = principal(embeddings, width, components, seed);
  if (method === 'pca')
    return {
      x: column(reduced, components, 0),
      y: components > 1 ? column(reduced, components, 1) : new Float64Array(count)
    };
  const { uniform } = seededRandom(seed);
  const k = Math.min(neighbours, count - 1);
  const umap = new UMAP({ nComponents: 2, nNeighbors: k, random: uniform });
  const { indices, distances } = nearest(reduced, components, k);
  umap.setPrecomputedKNN(indices, distances);
  const places = umap.fit(Array.from({ length: count }, () => [0]));
  return { x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) };
}

function column(rows: Float64Array, width: number, at: number): Float64Array {
  return Float64Array.from({ length: rows.length / width }, (_, i) => rows[i * width + at]);
}
