/** The thread that makes maps. */
import { parentPort, workerData } from 'node:worker_threads';
import { place } from './place';

export interface Question {
  /** Row-major. */
  embeddings: Float32Array;
  width: number;
  method: 'umap' | 'pca';
  neighbours: number;
  seed: number;
}

export interface Answer {
  x: Float64Array;
  y: Float64Array;
}

parentPort?.postMessage(place(workerData as Question));
