/** What an ONNX file says about itself, read without running it: the numbers are skipped. */
import { FacegaugeError } from '../../errors';
import { readRegular } from '../regular-file';
import { MOST_NETWORK } from './external';
import { ELEMENT, ModelProto } from './schema';

export interface OnnxPort {
  name: string;
  float: boolean;
  /** A varying axis has its name; one without size or name is null. */
  shape: (number | string | null)[];
}

export interface OnnxSummary {
  producer: string;
  irVersion: number;
  /** Operator set of the standard operators. */
  opset: number;
  /** Operator sets of others: the runtime may not have them. */
  otherDomains: string[];
  nodes: number;
  /** Without those that are constants of the graph. */
  inputs: OnnxPort[];
  outputs: OnnxPort[];
}

interface RawPort {
  name: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: { dimValue?: number; dimParam?: string }[] } } };
}

interface RawModel {
  producerName?: string;
  irVersion?: number;
  opsetImport?: { domain?: string; version?: number }[];
  graph?: { node?: unknown[]; initializer?: { name: string }[]; input?: RawPort[]; output?: RawPort[] };
}

const port = ({ name, type }: RawPort): OnnxPort => ({
  name,
  float: type?.tensorType?.elemType === ELEMENT.float,
  shape: (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) => dimValue || dimParam || null)
});

/** Names of the standard operators' set. */
const STANDARD = ['', 'ai.onnx'];

/** @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE, MODEL_CORRUPT */
export async function readOnnx(file: string): Promise<OnnxSummary> {
  const bytes = await readRegular(file, { what: 'The network', most: MOST_NETWORK });
  let model: RawModel;
  try {
    model = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number }) as RawModel;
  } catch (cause) {
    throw notOnnx(file, (cause as Error).message, cause);
  }
  if (!model.graph?.output?.length) throw notOnnx(file, 'it holds no graph with outputs');
  const { graph, opsetImport = [] } = model;
  const constants = new Set(graph.initializer?.map(({ name }) => name));
  return {
    producer: model.producerName || 'unknown',
    irVersion: model.irVersion ?? 0,
    opset: opsetImport.find(({ domain = '' }) => STANDARD.includes(domain))?.version ?? 0,
    otherDomains: opsetImport.map(({ domain = '' }) => domain).filter(domain => !STANDARD.includes(domain)),
    nodes: graph.node?.length ?? 0,
    inputs: (graph.input ?? []).filter(({ name }) => !constants.has(name)).map(port),
    outputs: (graph.output ?? []).map(port)
  };
}

const notOnnx = (file: string, found: string, cause?: unknown) =>
  new FacegaugeError('MODEL_CORRUPT', `${file} is not an ONNX network: ${found}.`, {
    cause,
    path: file,
    found,
    action: 'Export the network again, or give another file.'
  });
