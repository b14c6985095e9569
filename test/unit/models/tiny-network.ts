/** Small ONNX networks over crops: a fixed random projection of a coarse picture. */
import fs from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';
import { Graph, writeOnnx, type Axis } from '../../../kernel-lib/src/models/onnx';
import { uniform } from './formula-weights';

export interface TinyOptions {
  layout?: 'NCHW' | 'NHWC';
  batch?: Axis;
  side?: number;
  size?: number;
  secondOutput?: boolean;
  /** File, relative to the network's, that the weights are moved to. */
  external?: string;
  /** False: it is named but not written. */
  beside?: boolean;
}

const field = (id: number, content: Uint8Array | string): Uint8Array =>
  protobuf.Writer.create()
    .uint32((id << 3) | 2)
    .bytes(typeof content === 'string' ? Buffer.from(content) : content)
    .finish();

/**
 * Replaces the weight's raw_data by a reference to a file, as exporters do with large networks: TensorProto.external_data (13)
 * with location, offset and length, and data_location (14) EXTERNAL. The numbers begin at byte 64 of that file.
 */
function moveOutside(file: string, weight: Float32Array, location: string, beside: boolean): void {
  const bytes = fs.readFileSync(file);
  const numbers = Buffer.from(weight.buffer);
  const raw = field(9, numbers);
  const at = bytes.indexOf(raw);
  const entries = { location, offset: '64', length: String(numbers.length) };
  const references = Object.entries(entries).map(([key, value]) =>
    field(13, Buffer.concat([field(1, key), field(2, value)]))
  );
  // Graph and tensor are announced with their lengths: the message is cut open and put together anew.
  const open = (from: number, id: number): { start: number; begin: number; end: number } => {
    const reader = protobuf.Reader.create(bytes);
    reader.pos = from;
    for (;;) {
      const start = reader.pos;
      const tag = reader.uint32();
      if ((tag & 7) !== 2) {
        reader.skipType(tag & 7);
        continue;
      }
      const length = reader.uint32();
      if (tag >>> 3 === id && reader.pos <= at && at < reader.pos + length)
        return { start, begin: reader.pos, end: reader.pos + length };
      reader.skip(length);
    }
  };
  const graph = open(0, 7);
  const tensor = open(graph.begin, 5);
  const outside = Buffer.from([(14 << 3) | 0, 1]);
  const inner = [bytes.subarray(tensor.begin, at), ...references, outside, bytes.subarray(at + raw.length, tensor.end)];
  const body = [
    bytes.subarray(graph.begin, tensor.start),
    field(5, Buffer.concat(inner)),
    bytes.subarray(tensor.end, graph.end)
  ];
  const whole = [bytes.subarray(0, graph.start), field(7, Buffer.concat(body)), bytes.subarray(graph.end)];
  fs.writeFileSync(file, Buffer.concat(whole));
  if (!beside) return;
  const target = path.resolve(path.dirname(file), location);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, Buffer.concat([Buffer.alloc(64, 0xee), numbers]));
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
  if (options.external !== undefined) moveOutside(file, weight, options.external, options.beside ?? true);
}
