/**
 * Writes a graph as an ONNX file. The weights are loaded and written one after the other: protobuf lets a message be continued
 * by appending fields, so only the lengths have to be known beforehand, and a network of any size needs the memory of its largest tensor.
 */
import protobuf from 'protobufjs';
import { writeAtomically, Written } from '../../atomic-file';
import { Graph, Initializer } from './graph';
import { FIELD, GraphProto, ModelProto, TensorProto } from './schema';

const IR_VERSION = 8;
const OPSET = 17;
const LENGTH_DELIMITED = 2;

/** Tag and length that announce a field of `length` bytes. */
const announce = (id: number, length: number): Uint8Array =>
  protobuf.Writer.create()
    .uint32((id << 3) | LENGTH_DELIMITED)
    .uint32(length)
    .finish();

interface Prepared {
  /** Everything of the initializer but its numbers, announced. */
  head: Uint8Array;
  initializer: Initializer;
}

function prepare(initializer: Initializer): Prepared {
  const { name, dims, dataType, byteLength } = initializer;
  const body = TensorProto.encode({ name, dims, dataType }).finish();
  const numbers = announce(FIELD.tensorRawData, byteLength);
  const whole = announce(FIELD.graphInitializer, body.length + numbers.length + byteLength);
  return { head: Buffer.concat([whole, body, numbers]), initializer };
}

/**
 * @param metadata shown by tools that look into ONNX files
 * @throws FacegaugeError NO_SPACE, and whatever loading a weight throws; nothing is left behind then
 */
export async function writeOnnx(graph: Graph, file: string, metadata: Record<string, string> = {}): Promise<Written> {
  const { name, nodes: node, inputs: input, outputs: output } = graph;
  const model = ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: 'facegauge',
    opsetImport: [{ domain: '', version: OPSET }],
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value }))
  }).finish();
  const body = GraphProto.encode({ name, node, input, output }).finish();
  const prepared = graph.initializers.map(prepare);
  const length = prepared.reduce(
    (sum, { head, initializer }) => sum + head.length + initializer.byteLength,
    body.length
  );
  return writeAtomically(file, async write => {
    await write(model);
    await write(announce(FIELD.modelGraph, length));
    await write(body);
    for (const { head, initializer } of prepared) {
      await write(head);
      await write(await initializer.load());
    }
  });
}
