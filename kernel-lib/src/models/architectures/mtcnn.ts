/**
 * The three networks of MTCNN (Zhang et al., Joint Face Detection and Alignment Using Multi-task Cascaded Convolutional Networks,
 * IEEE SPL 2016) with weights converted from the authors' Caffe models. Two sets of names are in circulation; their convolutions
 * agree, their first dense layer differs in the order in which the feature map is flattened.
 */
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import type { Written } from '../../atomic-file';
import { openCheckpoint, type Checkpoint } from '../checkpoint';
import type { Stage } from '../manifest';
import { STAGES } from '../manifest';
import { type Axis, Graph, writeOnnx } from '../onnx';
import { expectWeights, type Shapes } from './weights';

type Pool = { size: number } | null;

/** A stage in the order of its layers. Convolutions: [kernel, channels, pooling after it (stride 2, sizes rounded up)]. */
interface Plan {
  window: number;
  convolutions: [kernel: number, channels: number, pool: Pool][];
  /** Side and channels of the map that is flattened; null for the fully convolutional stage. */
  dense: { side: number; width: number } | null;
  landmarks: boolean;
}

const PLANS: Record<Stage, Plan> = {
  pnet: {
    window: 12,
    convolutions: [
      [3, 10, { size: 2 }],
      [3, 16, null],
      [3, 32, null]
    ],
    dense: null,
    landmarks: false
  },
  rnet: {
    window: 24,
    convolutions: [
      [3, 28, { size: 3 }],
      [3, 48, { size: 3 }],
      [2, 64, null]
    ],
    dense: { side: 3, width: 128 },
    landmarks: false
  },
  onet: {
    window: 48,
    convolutions: [
      [3, 32, { size: 3 }],
      [3, 64, { size: 3 }],
      [3, 64, { size: 2 }],
      [2, 128, null]
    ],
    dense: { side: 3, width: 256 },
    landmarks: true
  }
};

/** How one of the two sets of names calls the layers, and where [channel, row, column] lies in its flattened map. */
interface Dialect {
  trunk: (kind: string, layer: number) => string;
  head: (layer: number, part: number) => string;
  position: (channel: number, row: number, column: number, channels: number, side: number) => number;
}

/** `features.conv1`, heads `conv5_1`; flattened as [channel, column, row]. */
const CAFFE_NAMES: Dialect = {
  trunk: (kind, layer) => `features.${kind === 'dense' ? 'conv' : kind}${layer}`,
  head: (layer, part) => `conv${layer}_${part}`,
  position: (channel, row, column, _channels, side) => (channel * side + column) * side + row
};

/** `conv1`, `dense4`, heads `dense5_1` (`conv4_1` in the first stage); flattened as [column, row, channel]. */
const DENSE_NAMES: Dialect = {
  trunk: (kind, layer) => `${kind}${layer}`,
  head: (layer, part) => `${layer === 4 ? 'conv' : 'dense'}${layer}_${part}`,
  position: (channel, row, column, channels, side) => (column * side + row) * channels + channel
};

class StageBuilder {
  readonly graph: Graph;
  private readonly shapes: Shapes = new Map();
  private readonly dialect: Dialect;

  constructor(
    private readonly stage: Stage,
    private readonly checkpoint: Checkpoint
  ) {
    this.graph = new Graph(`mtcnn-${stage}`);
    this.dialect = checkpoint.tensors.has('features.conv1.weight') ? CAFFE_NAMES : DENSE_NAMES;
  }

  private weight(name: string, shape: number[], dims = shape, change = (numbers: Float32Array) => numbers): string {
    this.shapes.set(name, shape);
    return this.graph.weight(name, dims, async () => change(await this.checkpoint.read(name)));
  }

  private prelu(x: string, layer: number, channels: number, spatial: boolean): string {
    const name = this.dialect.trunk('prelu', layer);
    const slope = this.weight(`${name}.weight`, [channels], spatial ? [channels, 1, 1] : [channels]);
    return this.graph.node('PRelu', [x, slope], name);
  }

  private convolution(x: string, name: string, kernel: number, from: number, to: number): string {
    const weights = [this.weight(`${name}.weight`, [to, from, kernel, kernel]), this.weight(`${name}.bias`, [to])];
    return this.graph.node('Conv', [x, ...weights], name, { kernel_shape: [kernel, kernel] });
  }

  private linear(
    x: string,
    name: string,
    from: number,
    to: number,
    change?: (numbers: Float32Array) => Float32Array
  ): string {
    const weights = [this.weight(`${name}.weight`, [to, from], [to, from], change), this.weight(`${name}.bias`, [to])];
    return this.graph.node('Gemm', [x, ...weights], name, { transB: 1 });
  }

  /** Columns of the first dense layer, brought into the order [channel, row, column] of a plain flatten. */
  private reorder(numbers: Float32Array, channels: number, side: number, width: number): Float32Array {
    const result = new Float32Array(numbers.length);
    const columns = channels * side * side;
    let to = 0;
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < side; row++)
        for (let column = 0; column < side; column++, to++) {
          const from = this.dialect.position(channel, row, column, channels, side);
          for (let unit = 0; unit < width; unit++) result[unit * columns + to] = numbers[unit * columns + from];
        }
    return result;
  }

  private trunk(x: string, plan: Plan): { x: string; channels: number } {
    let channels = 3;
    plan.convolutions.forEach(([kernel, to, pool], i) => {
      x = this.convolution(x, this.dialect.trunk('conv', i + 1), kernel, channels, to);
      x = this.prelu(x, i + 1, to, true);
      if (pool) {
        const shape = [pool.size, pool.size];
        x = this.graph.node('MaxPool', [x], `pool${i + 1}`, { kernel_shape: shape, strides: [2, 2], ceil_mode: 1 });
      }
      channels = to;
    });
    return { x, channels };
  }

  /** The second of two classes, softmax over them. */
  private probability(logits: string, axes: Axis[]): void {
    const both = this.graph.node('Softmax', [logits], 'classes', { axis: 1 });
    const [start, end, axis] = [
      this.graph.integers('from', [1]),
      this.graph.integers('to', [2]),
      this.graph.integers('axis', [1])
    ];
    this.graph.node('Slice', [both, start, end, axis], 'prob');
    this.graph.output('prob', axes);
  }

  /** The network gives five x, then five y; the contract has five points. */
  private landmarks(x: string): void {
    const pairs = this.graph.node('Reshape', [x, this.graph.integers('pairs', [0, 2, 5])], 'coordinates');
    this.graph.node('Transpose', [pairs], 'landmarks', { perm: [0, 2, 1] });
    this.graph.output('landmarks', ['N', 5, 2]);
  }

  build(): Graph {
    const plan = PLANS[this.stage];
    const side = plan.dense ? plan.window : null;
    const input = this.graph.input('x', ['N', 3, side ?? 'H', side ?? 'W']);
    const body = this.trunk(input, plan);
    const layer = plan.convolutions.length + 1;
    if (plan.dense) this.denseHeads(body, plan.dense, layer, plan.landmarks);
    else this.convolutionalHeads(body, layer);
    expectWeights(this.checkpoint, this.shapes, `MTCNN ${this.stage}`);
    return this.graph;
  }

  private convolutionalHeads({ x, channels }: { x: string; channels: number }, layer: number): void {
    this.probability(this.convolution(x, this.dialect.head(layer, 1), 1, channels, 2), ['N', 1, 'h', 'w']);
    this.graph.node('Identity', [this.convolution(x, this.dialect.head(layer, 2), 1, channels, 4)], 'box');
    this.graph.output('box', ['N', 4, 'h', 'w']);
  }

  private denseHeads(
    { x, channels }: { x: string; channels: number },
    { side, width }: NonNullable<Plan['dense']>,
    layer: number,
    landmarks: boolean
  ): void {
    x = this.graph.node('Flatten', [x], 'flat', { axis: 1 });
    x = this.linear(x, this.dialect.trunk('dense', layer), channels * side * side, width, numbers =>
      this.reorder(numbers, channels, side, width)
    );
    x = this.prelu(x, layer, width, false);
    this.probability(this.linear(x, this.dialect.head(layer + 1, 1), width, 2), ['N', 1]);
    this.graph.node('Identity', [this.linear(x, this.dialect.head(layer + 1, 2), width, 4)], 'box');
    this.graph.output('box', ['N', 4]);
    if (landmarks) this.landmarks(this.linear(x, this.dialect.head(layer + 1, 3), width, 10));
  }
}

/** Where the weights of the three stages are: a folder with `pnet`, `rnet` and `onet` (.pt or .npy), or the files. */
export type MtcnnWeights = string | Record<Stage, string>;

async function openStage(weights: MtcnnWeights, stage: Stage, signal?: AbortSignal): Promise<Checkpoint> {
  if (typeof weights !== 'string') return openCheckpoint(weights[stage], { signal });
  for (const ending of ['.pt', '.npy']) {
    const checkpoint = await openCheckpoint(path.join(weights, stage + ending), { signal }).catch((error: unknown) => {
      if (error instanceof FacegaugeError && error.code === 'MISSING') return null;
      throw error;
    });
    if (checkpoint) return checkpoint;
  }
  throw new FacegaugeError('MISSING', `There is neither ${stage}.pt nor ${stage}.npy in ${weights}.`, {
    path: weights,
    action: 'Give the folder with the weights of all three stages.'
  });
}

/**
 * Writes `pnet.onnx`, `rnet.onnx` and `onet.onnx`: RGB (x − 127.5)/128 → prob, box and landmarks as models/README states.
 * @returns absolute file, length and SHA-256 of each
 * @throws FacegaugeError MISSING, CHECKPOINT_*, NO_SPACE
 */
export async function buildMtcnn(
  weights: MtcnnWeights,
  outFolder: string,
  signal?: AbortSignal
): Promise<Record<Stage, Written & { file: string }>> {
  const result: Partial<Record<Stage, Written & { file: string }>> = {};
  for (const stage of STAGES) {
    const checkpoint = await openStage(weights, stage, signal);
    try {
      const file = path.resolve(outFolder, `${stage}.onnx`);
      result[stage] = { file, ...(await writeOnnx(new StageBuilder(stage, checkpoint).build(), file)) };
    } finally {
      await checkpoint.close();
    }
  }
  return result as Record<Stage, Written & { file: string }>;
}
