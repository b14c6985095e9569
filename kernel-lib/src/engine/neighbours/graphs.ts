/** The graphs by which onnxruntime multiplies; written by the parent, so that a process of a search has little to load. */
import path from 'node:path';
import { Graph, writeOnnx } from '../../models';
import { FILES, PART } from './messages';

/** Writes the graphs: rows · columnsᵀ; and the same with the greatest value of each row in each part of the columns. */
export async function writeGraphs(folder: string): Promise<void> {
  for (const [file, withMaxima] of [
    [FILES.product, false],
    [FILES.bound, true]
  ] as const) {
    const graph = new Graph('neighbours');
    graph.input('rows', ['rows', 'width']);
    graph.input('columns', ['columns', 'width']);
    graph.output('products', ['rows', 'columns']);
    graph.node('Gemm', ['rows', 'columns'], 'products', { transB: 1 });
    if (withMaxima) {
      graph.output('maxima', ['rows', 'parts']);
      graph.node('Reshape', ['products', graph.integers('parts-shape', [0, -1, PART])], 'parts');
      graph.node('ReduceMax', ['parts'], 'maxima', { axes: [2], keepdims: 0 });
    }
    await writeOnnx(graph, path.join(folder, file));
  }
}
