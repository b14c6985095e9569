/** From checkpoints to networks that keep the contract, with a self-test on the way. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { checkFaceNetwork } from '../recognition';
import type { Pixels } from '../types';
import { buildMtcnn, type MtcnnWeights } from './architectures/mtcnn';
import { buildRts } from './architectures/ir-se-64-rts';
import type { Written } from '../atomic-file';
import { openCheckpoint } from './checkpoint';
import type { CascadeEntry, FaceContract, FaceEntry, Thresholds } from './manifest';
import { loadNetwork } from './network-file';
import { writeOnnx } from './onnx';
import { recogniseInParts, selfTestFace } from './self-test/face';

export const ARCHITECTURES = ['ir-se-64-rts', 'mtcnn'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** @throws FacegaugeError INVALID_ARGUMENT */
export function checkArchitecture(name: string): Architecture {
  if ((ARCHITECTURES as readonly string[]).includes(name)) return name as Architecture;
  throw new FacegaugeError('INVALID_ARGUMENT', `The architecture ${name} is not known.`, {
    found: name,
    action: `Known are ${ARCHITECTURES.join(' and ')}.`
  });
}

export interface ConvertOptions {
  /** The 16-wide head, for inspection. */
  plus?: boolean;
  /** Clean 112×112 crops: the map is centred on them and the self-test spoils them. Without: neither. */
  samples?: Pixels[];
  /** Told what is being done. */
  onStep?: (step: string) => void;
  signal?: AbortSignal;
  /** Where the checkpoint came from, for the manifest. */
  source?: string;
}

/** As published with the original network; not measured here. */
const RTS_THRESHOLDS: Thresholds = { similarityMatch: 0.45, similarityReview: 0.35, fmr: null, at: [] };

const RTS_INPUT = { name: 'face', order: 'RGB', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] } as const;

function rtsEntry(file: string, written: Written, bias: number, plus: boolean, source?: string): FaceEntry {
  return {
    role: 'face',
    title: plus ? 'RTS (IR-SE-64), 16-wide head for inspection' : 'RTS (IR-SE-64), converted',
    licence: 'Apache-2.0 as published by its authors',
    card: null,
    ...(source ? { source } : {}),
    file,
    ...written,
    input: { ...RTS_INPUT, mean: [...RTS_INPUT.mean], std: [...RTS_INPUT.std] },
    outputs: {
      embedding: ['N', 512],
      log_quality: ['N', plus ? 16 : 1],
      ...(plus ? {} : { quality_map: ['N', 7, 7] })
    },
    embeddingSize: 512,
    bias,
    calibration: null,
    causes: null,
    thresholds: RTS_THRESHOLDS
  };
}

const contractOf = (entry: FaceEntry): FaceContract => ({
  ...entry.input,
  input: entry.input.name,
  embeddingSize: entry.embeddingSize,
  causes: entry.causes,
  bias: entry.bias,
  calibration: null,
  qualityUsable: true,
  qualityReason: null
});

/** Mean contribution map of clean faces, row-major: what the map's zero should be. */
async function meanMap(entry: FaceEntry, samples: Pixels[]): Promise<number[]> {
  const network = await loadNetwork(entry.file);
  try {
    const maps = (await recogniseInParts(samples, network, contractOf(entry))).map(({ qualityMap }) =>
      qualityMap.flat()
    );
    return maps[0].map((_, cell) => maps.reduce((sum, map) => sum + map[cell], 0) / maps.length);
  } finally {
    await network.close();
  }
}

/** The samples are pairs of pictures; one of each is enough to see the score fall, and the large network is slow. */
const oneOfEach = (samples: Pixels[]) => (samples.length < 8 ? samples : samples.filter((_, i) => i % 2 === 0));

async function testRts(entry: FaceEntry, samples: Pixels[]): Promise<FaceEntry> {
  const network = await loadNetwork(entry.file);
  try {
    await checkFaceNetwork(network, contractOf(entry));
    return { ...entry, selfTest: await selfTestFace(oneOfEach(samples), network, contractOf(entry)) };
  } finally {
    await network.close();
  }
}

/**
 * Converts the original RTS checkpoint. The network is written twice: the second time its map is centred on what clean faces give.
 * @param out the ONNX file to write; what was there stays until the new one has proved itself
 * @returns the manifest entry; its self-test says whether the score can serve as quality
 * @throws FacegaugeError CHECKPOINT_*, MODEL_CONTRACT, MISSING, NO_SPACE, ABORTED (between steps)
 */
export async function convertRts(
  checkpointFile: string,
  out: string,
  options: ConvertOptions = {}
): Promise<FaceEntry> {
  const { plus = false, samples, onStep = () => {}, source, signal } = options;
  const file = path.resolve(out);
  const draft = `${file}.draft`;
  const next = (step: string) => {
    if (signal?.aborted) throw new FacegaugeError('ABORTED', `The conversion of ${checkpointFile} was stopped.`);
    onStep(step);
  };
  onStep(`reading ${path.basename(checkpointFile)}`);
  const checkpoint = await openCheckpoint(checkpointFile, { signal });
  const write = async (centre?: number[]) => {
    const { graph, bias } = await buildRts(checkpoint, { plus, centre });
    return rtsEntry(draft, await writeOnnx(graph, draft, { architecture: 'ir-se-64-rts' }), bias, plus, source);
  };
  try {
    onStep(`writing ${path.basename(file)}`);
    let entry = await write();
    if (samples && !plus) {
      next('centring the contribution map on clean faces');
      entry = await write(await meanMap(entry, samples));
      next('self-test: spoiling the sample faces');
      entry = await testRts(entry, samples);
    }
    await fs.rename(draft, file);
    return { ...entry, file };
  } finally {
    await checkpoint.close();
    await fs.rm(draft, { force: true });
  }
}

/**
 * Converts the three networks of MTCNN.
 * @param outFolder where pnet.onnx, rnet.onnx and onet.onnx go
 * @throws FacegaugeError CHECKPOINT_*, MISSING, NO_SPACE
 */
export async function convertMtcnn(
  weights: MtcnnWeights,
  outFolder: string,
  { onStep = () => {}, source, signal }: ConvertOptions = {}
): Promise<CascadeEntry> {
  onStep('reading and writing the three stages');
  const stages = await buildMtcnn(weights, outFolder, signal);
  return {
    role: 'detector',
    architecture: 'cascade',
    title: 'MTCNN cascade, original weights',
    licence: 'MIT as published by its authors',
    card: null,
    ...(source ? { source } : {}),
    convention: 'original',
    stages
  };
}
