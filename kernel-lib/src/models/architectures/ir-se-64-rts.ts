/**
 * IR-SE-64 with the heads of Random Temperature Scaling (Shang et al., Improving Training and Inference of Face Recognition Models
 * via Random Temperature Scaling, AAAI 2023), published as `damo/cv_ir_face-recognition-ood_rts`.
 *
 * Residual units: normalisation → 3×3 → PReLU → 3×3 (stride) → normalisation → squeeze-and-excitation, plus a shortcut. Normalisations
 * after a convolution or around the last linear layers are folded into them, which is exact. The one in front of a padded
 * convolution stays: its shift does not reach the border, so folding it would change the outermost pixels.
 */
import type { Checkpoint } from '../checkpoint';
import { Graph } from '../onnx';
import { Affine, batchNormShapes, readBatchNorm, scaleRows } from './batch-norm';
import { expectWeights, type Shapes } from './weights';

/** [channels, units] of the four stages; the first unit of each halves the map. */
const STAGES: [channels: number, units: number][] = [
  [64, 3],
  [128, 8],
  [256, 16],
  [512, 3]
];
const STEM = 64;
const FEATURES = 512;
const SIDE = 7;
const CELLS = SIDE * SIDE;
const FLAT = FEATURES * CELLS;
const REDUCTION = 16;
const EMBEDDING = 512;
const PLUS_WIDTH = 16;

export interface RtsOptions {
  /** The 16-wide head as `log_quality` [N, 16], without a map: for inspection, not for use as a face network. */
  plus?: boolean;
  /** What each cell gives on good faces, row-major 7×7; taken from the map and added to the bias. Default: zeros. */
  centre?: readonly number[];
}

export interface RtsGraph {
  graph: Graph;
  /** sum(quality_map) + bias = log_quality. */
  bias: number;
}

class RtsBuilder {
  readonly graph = new Graph('ir-se-64-rts');
  private readonly shapes: Shapes = new Map();

  constructor(private readonly checkpoint: Checkpoint) {}

  private expect(name: string, shape: number[]): void {
    this.shapes.set(name, shape);
  }

  private expectBatchNorm(name: string, channels: number): void {
    for (const [tensor, shape] of batchNormShapes(name, channels)) this.expect(tensor, shape);
  }

  private constant(name: string, dims: number[], load: () => Promise<Float32Array>): string {
    return this.graph.weight(name, dims, load);
  }

  private tensor(name: string, shape: number[], dims = shape): string {
    this.expect(name, shape);
    return this.constant(name, dims, () => this.checkpoint.read(name));
  }

  /** Convolution with the normalisation behind it folded in. */
  private convolution(
    x: string,
    name: string,
    shape: [to: number, from: number, kernel: number],
    stride: number,
    norm: string | null
  ): string {
    const [to, from, kernel] = shape;
    const dims = [to, from, kernel, kernel];
    const pad = kernel >> 1;
    const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    if (norm === null) return this.graph.node('Conv', [x, this.tensor(`${name}.weight`, dims)], name, attributes);
    this.expect(`${name}.weight`, dims);
    this.expectBatchNorm(norm, to);
    const weight = this.constant(`${name}.weight`, dims, async () => {
      const { scale } = await readBatchNorm(this.checkpoint, norm);
      return scaleRows(await this.checkpoint.read(`${name}.weight`), scale);
    });
    const bias = this.constant(`${name}.bias`, [to], async () =>
      Float32Array.from((await readBatchNorm(this.checkpoint, norm)).shift)
    );
    return this.graph.node('Conv', [x, weight, bias], name, attributes);
  }

  private prelu(x: string, name: string, channels: number): string {
    return this.graph.node('PRelu', [x, this.tensor(`${name}.weight`, [channels], [channels, 1, 1])], name);
  }

  private batchNorm(x: string, name: string, channels: number): string {
    const parts = batchNormShapes(name, channels).map(([tensor, shape]) => this.tensor(tensor, shape));
    return this.graph.node('BatchNormalization', [x, ...parts], name, { epsilon: { float: 1e-5 } });
  }

  private excite(x: string, name: string, channels: number): string {
    const narrow = channels / REDUCTION;
    let gate = this.graph.node('GlobalAveragePool', [x], `${name}.pool`);
    gate = this.convolution(gate, `${name}.fc1`, [narrow, channels, 1], 1, null);
    gate = this.graph.node('Relu', [gate], `${name}.relu`);
    gate = this.convolution(gate, `${name}.fc2`, [channels, narrow, 1], 1, null);
    gate = this.graph.node('Sigmoid', [gate], `${name}.sigmoid`);
    return this.graph.node('Mul', [x, gate], name);
  }

  private shortcut(x: string, unit: string, from: number, to: number, stride: number): string {
    if (from !== to) {
      const name = `${unit}.shortcut_layer`;
      return this.convolution(x, `${name}.0`, [to, from, 1], stride, `${name}.1`);
    }
    if (stride === 1) return x;
    return this.graph.node('MaxPool', [x], `${unit}.shortcut`, { kernel_shape: [1, 1], strides: [stride, stride] });
  }

  private unit(x: string, unit: string, from: number, to: number, stride: number): string {
    const layer = `${unit}.res_layer`;
    let branch = this.batchNorm(x, `${layer}.0`, from);
    branch = this.convolution(branch, `${layer}.1`, [to, from, 3], 1, null);
    branch = this.prelu(branch, `${layer}.2`, to);
    branch = this.convolution(branch, `${layer}.3`, [to, to, 3], stride, `${layer}.4`);
    branch = this.excite(branch, `${layer}.5`, to);
    return this.graph.node('Add', [branch, this.shortcut(x, unit, from, to, stride)], unit);
  }

  /** Stem and residual units. @returns the name of the 512×7×7 map before the last normalisation */
  body(): string {
    let x = this.graph.input('face', ['N', 3, 112, 112]);
    x = this.convolution(x, 'features.0.0', [STEM, 3, 3], 1, 'features.0.1');
    x = this.prelu(x, 'features.0.2', STEM);
    let channels = STEM;
    let index = 0;
    for (const [to, units] of STAGES)
      for (let i = 0; i < units; i++, index++) {
        x = this.unit(x, `features.1.${index}`, channels, to, i === 0 ? 2 : 1);
        channels = to;
      }
    this.expectBatchNorm('features.2.0', FEATURES);
    return x;
  }

  expectHead(name: string, width: number): void {
    this.expect(`${name}.0.weight`, [width, FLAT]);
    this.expect(`${name}.0.bias`, [width]);
    this.expectBatchNorm(`${name}.1`, width);
  }

  check(): void {
    expectWeights(this.checkpoint, this.shapes, 'IR-SE-64 with RTS heads');
  }

  /** Normalisation of the features, linear layer and the normalisation behind it as one linear layer over the raw features. */
  async foldHead(name: string): Promise<{ weight: Float32Array; bias: Float32Array }> {
    const features: Affine = await readBatchNorm(this.checkpoint, 'features.2.0');
    const after = await readBatchNorm(this.checkpoint, `${name}.1`);
    const weight = await this.checkpoint.read(`${name}.0.weight`);
    const bias = await this.checkpoint.readExact(`${name}.0.bias`);
    for (let out = 0, i = 0; out < bias.length; out++) {
      for (let channel = 0; channel < FEATURES; channel++)
        for (let cell = 0; cell < CELLS; cell++, i++) {
          bias[out] += weight[i] * features.shift[channel];
          weight[i] *= features.scale[channel] * after.scale[out];
        }
      bias[out] = bias[out] * after.scale[out] + after.shift[out];
    }
    return { weight, bias: Float32Array.from(bias) };
  }

  linear(flat: string, name: string, width: number, output: string): string {
    let folded: Promise<{ weight: Float32Array; bias: Float32Array }> | null = null;
    // The bias comes out of the same pass over the weights; asked for first, it is kept, the weights are not.
    const bias = this.constant(`${name}.bias`, [width], async () => {
      folded = this.foldHead(name);
      return (await folded).bias;
    });
    const weight = this.constant(`${name}.weight`, [width, FLAT], async () => {
      const { weight } = await (folded ?? this.foldHead(name));
      folded = null;
      return weight;
    });
    return this.graph.node('Gemm', [flat, weight, bias], output, { transB: 1 });
  }

  embedding(flat: string): void {
    const raw = this.linear(flat, 'features_backbone', EMBEDDING, 'embedding_raw');
    const norm = this.graph.node('ReduceL2', [raw], 'embedding_norm', { axes: [1], keepdims: 1 });
    this.graph.node('Div', [raw, norm], 'embedding');
    this.graph.output('embedding', ['N', EMBEDDING]);
  }

  /** The head is linear over the map: each cell's share of it, and their sum. */
  map(features: string, weight: Float32Array, bias: number, centre: readonly number[]): void {
    const weights = this.constant('quality_weight', [FEATURES, SIDE, SIDE], async () => weight);
    const parts = this.graph.node('Mul', [features, weights], 'quality_parts');
    const channels = this.graph.integers('channel_axis', [1]);
    const cells = this.graph.node('ReduceSum', [parts, channels], 'quality_cells', { keepdims: 0 });
    const good = this.constant('quality_centre', [SIDE, SIDE], async () => Float32Array.from(centre));
    this.graph.node('Sub', [cells, good], 'quality_map');
    const flat = this.graph.node('Flatten', ['quality_map'], 'quality_flat', { axis: 1 });
    const sum = this.graph.node('ReduceSum', [flat, channels], 'quality_sum', { keepdims: 1 });
    const offset = this.constant('quality_bias', [1], async () => Float32Array.of(bias));
    this.graph.node('Add', [sum, offset], 'log_quality');
    this.graph.output('log_quality', ['N', 1]);
    this.graph.output('quality_map', ['N', SIDE, SIDE]);
  }
}

/**
 * Describes the network; the weights are read from the checkpoint while the file is written, so keep it open until then.
 * Input `face` [N, 3, 112, 112], RGB (x − 127.5)/127.5. Outputs: `embedding` [N, 512] of unit length, `log_quality` [N, 1] = the
 * original's log variance, `quality_map` [N, 7, 7] with sum + bias = log_quality.
 * @throws FacegaugeError CHECKPOINT_MISMATCH
 */
export async function buildRts(
  checkpoint: Checkpoint,
  { plus = false, centre = [] }: RtsOptions = {}
): Promise<RtsGraph> {
  const builder = new RtsBuilder(checkpoint);
  const features = builder.body();
  const head = plus ? 'logvar_rts_plus_backbone' : 'logvar_rts_backbone';
  builder.expectHead('features_backbone', EMBEDDING);
  builder.expectHead(head, plus ? PLUS_WIDTH : 1);
  builder.check();

  const { graph } = builder;
  const flat = graph.node('Flatten', [features], 'features_flat', { axis: 1 });
  builder.embedding(flat);
  if (plus) {
    builder.linear(flat, head, PLUS_WIDTH, 'log_quality');
    graph.output('log_quality', ['N', PLUS_WIDTH]);
    return { graph, bias: 0 };
  }
  const { weight, bias } = await builder.foldHead(head);
  const zero = Array.from({ length: CELLS }, (_, cell) => centre[cell] ?? 0);
  const centred = zero.reduce((sum, part) => sum + part, bias[0]);
  builder.map(features, weight, centred, zero);
  return { graph, bias: centred };
}
