/** Small ONNX networks over crops: a fixed random projection of a coarse picture. */
import { Graph, writeOnnx, type Axis } from '../../../kernel-lib/src/models/onnx';
import { uniform } from './formula-weights';

export interface TinyOptions {
  layout?: 'NCHW' | 'NHWC';
  batch?: Axis;
  side?: number;
  size?: number;
  secondOutput?: boolean;
}

/** Pools 16×16 blocks, takes the mean out and projects to `size` values. */
export async function writeTinyNetwork(file: string, options: TinyOptions = {}): Promise<void> {
  const { layout = 'NCHW', batch = 'N', side = 112, size = 24, secondOutput = false } = options;
  const graph = new Graph('tiny');
  let x = graph.input('picture', layout === 'NCHW' ? [batch, 3, side, side] : [batch, side, side, 3]);
  if (layout === 'NHWC') x = graph.node('Transpose', [x], 'planes', { perm: [0, 3, 1, 2] });
  x = graph.node('AveragePool', [x], 'coarse', { kernel_shape: [16, 16], strides: [16, 16] });
  x = graph.node('Flatten', [x], 'flat', { axis: 1 });
  const mean = graph.node('ReduceMean', [x], 'mean', { axes: [1], keepdims: 1 });
  x = graph.node('Sub', [x, mean], 'centred');
  const cells = 3 * Math.floor(side / 16) ** 2;
  const weight = uniform('tiny', cells * size).map(u => u - 0.5);
  graph.node('MatMul', [x, graph.weight('weight', [cells, size], () => weight)], 'vector');
  graph.output('vector', [batch, size]);
  if (secondOutput) {
    graph.node('Neg', ['vector'], 'opposite');
    graph.output('opposite', [batch, size]);
  }
  await writeOnnx(graph, file, { purpose: 'test' });
}
