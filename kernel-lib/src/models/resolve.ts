/** From names of networks to everything an engine needs to load them. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import {
  Convention,
  DetectorEntry,
  FaceContract,
  FaceEntry,
  Manifest,
  NetworkEntry,
  NetworkFile,
  RecogniserContract,
  RecogniserEntry,
  Role,
  STAGES,
  Thresholds
} from './manifest';
import { mergeManifests, readManifest, readManifestAt } from './read-manifest';

/** A detector and the files it runs on. */
export type ResolvedDetector = { id: string; title: string } & (
  | { kind: 'one-pass'; file: string; landmarks: string | null }
  | { kind: 'cascade'; convention: Convention; pnet: string; rnet: string; onet: string }
);

/** Plain data: can be sent to a child process. All file paths are absolute. */
export interface LoadedModels {
  face: { id: string; title: string; file: string; sha256: string; contract: FaceContract };
  detector: ResolvedDetector;
  /** A network of one's own that gives the embedding in place of the face network. */
  recogniser: null | { id: string; title: string; file: string; sha256: string; contract: RecogniserContract };
  /** Of the network that gives the embedding; null where none were made for it. */
  thresholds: Thresholds | null;
}

export interface ResolveOptions {
  /** Id of a face network, or the path of a manifest (see readManifestAt), optionally with `#id`. Default: the manifest's. */
  model?: string;
  /** Id of a recogniser, or the path of a manifest, optionally with `#id`. */
  recogniser?: string;
  /** Id of a detector. Default: the manifest's. */
  detector?: string;
  environment?: NodeJS.ProcessEnv;
}

type EntryOf<R extends Role> = Extract<NetworkEntry, { role: R }>;

const looksLikePath = (name: string) => /[\\/]|\.(json|onnx)(#|$)/i.test(name);

/** Finds one network by name. @throws FacegaugeError MODEL_UNKNOWN, listing what there is */
export function findNetwork<R extends Role>(manifest: Manifest, id: string, role: R): EntryOf<R> {
  const entry = Object.hasOwn(manifest.networks, id) ? manifest.networks[id] : undefined;
  if (entry?.role === role) return entry as EntryOf<R>;
  const there = Object.keys(manifest.networks).filter(name => manifest.networks[name].role === role);
  const problem = entry ? `The network ${id} is a ${entry.role}, not a ${role}.` : `There is no ${role} network ${id}.`;
  throw new FacegaugeError('MODEL_UNKNOWN', problem, {
    found: there.join(', '),
    action: there.length
      ? `Use one of: ${there.join(', ')}; \`facegauge models list\` shows all.`
      : role === 'recogniser'
        ? 'Install one with `facegauge models add`.'
        : 'Install one with `facegauge models pull`.'
  });
}

async function lookUp<R extends Role>(
  manifest: Manifest,
  name: string,
  role: R
): Promise<{ id: string; entry: EntryOf<R> }> {
  if (Object.hasOwn(manifest.networks, name) || !looksLikePath(name)) {
    return { id: name, entry: findNetwork(manifest, name, role) };
  }
  const [where, wanted] = name.split('#');
  const given = mergeManifests([await readManifestAt(where)]);
  const id = wanted ?? Object.keys(given.networks).find(key => given.networks[key].role === role) ?? where;
  return { id, entry: findNetwork(given, id, role) };
}

/** A file of another length than the manifest states is damaged; hashing is left to `verify`, which may take its time. */
async function checkSize(network: NetworkFile, id: string): Promise<void> {
  const stat = await fs.stat(network.file).catch((cause: NodeJS.ErrnoException) => {
    throw new FacegaugeError('MODEL_MISSING', `The file of the network ${id} is missing: ${network.file}.`, {
      cause,
      path: network.file,
      action: 'Install it again.'
    });
  });
  if (stat.size === network.bytes) return;
  throw new FacegaugeError(
    'MODEL_CORRUPT',
    `The file of the network ${id} is damaged: ${path.basename(network.file)}.`,
    {
      found: `${stat.size} bytes instead of ${network.bytes}`,
      path: network.file,
      action: `It has ${stat.size} bytes instead of ${network.bytes}; install it again.`
    }
  );
}

/** @throws FacegaugeError MODEL_CONTRACT where the network cannot serve as a face network */
export function faceContract(id: string, entry: FaceEntry, recogniser: RecogniserEntry | null): FaceContract {
  const width = entry.outputs.log_quality?.at(-1);
  if (width !== 1 || !entry.outputs.embedding || !entry.outputs.quality_map) {
    throw new FacegaugeError('MODEL_CONTRACT', `The network ${id} cannot be used as a face network.`, {
      found: JSON.stringify(entry.outputs),
      path: entry.file,
      action:
        typeof width === 'number' && width > 1
          ? `Its log_quality has ${width} values a face: it was exported with --plus for inspection only. Convert it again without --plus.`
          : 'It must give embedding [N, E], log_quality [N, 1] and quality_map [N, 7, 7].'
    });
  }
  const own = recogniser?.calibration[id];
  const failed = entry.selfTest && !entry.selfTest.passed ? entry.selfTest : null;
  return {
    input: entry.input.name,
    order: entry.input.order,
    mean: entry.input.mean,
    std: entry.input.std,
    embeddingSize: entry.embeddingSize,
    causes: entry.causes,
    ...(entry.mapScale === undefined ? {} : { mapScale: entry.mapScale }),
    bias: entry.bias,
    // What quality means depends on which network compares: its own calibration goes first.
    calibration: own?.sha256 === entry.sha256 ? own.knots : entry.calibration,
    qualityUsable: failed === null,
    qualityReason: failed ? (failed.reason ?? 'The self-test of this network failed.') : null
  };
}

async function resolveDetector(id: string, entry: DetectorEntry): Promise<ResolvedDetector> {
  const { title } = entry;
  if (entry.architecture === 'one-pass') {
    await checkSize(entry, id);
    if (entry.landmarks) await checkSize(entry.landmarks, `${id} (landmarks)`);
    return { id, title, kind: 'one-pass', file: entry.file, landmarks: entry.landmarks?.file ?? null };
  }
  const { convention, stages } = entry;
  for (const stage of STAGES) await checkSize(stages[stage], `${id} (${stage})`);
  const [pnet, rnet, onet] = STAGES.map(stage => stages[stage].file);
  return { id, title, kind: 'cascade', convention, pnet, rnet, onet };
}

/**
 * Finds the networks by name and checks that their files are there and complete.
 * @throws FacegaugeError MODEL_UNKNOWN, MODEL_MISSING, MODEL_CORRUPT, MODEL_CONTRACT
 */
export async function resolveModels(options: ResolveOptions = {}): Promise<LoadedModels> {
  const manifest = await readManifest(options.environment);
  const face = await lookUp(manifest, options.model ?? manifest.defaults.face, 'face');
  const detector = await lookUp(manifest, options.detector ?? manifest.defaults.detector, 'detector');
  const recogniser = options.recogniser === undefined ? null : await lookUp(manifest, options.recogniser, 'recogniser');
  const contract = faceContract(face.id, face.entry, recogniser?.entry ?? null);
  await checkSize(face.entry, face.id);
  if (recogniser) await checkSize(recogniser.entry, recogniser.id);
  const describe = (id: string, { title, file, sha256 }: FaceEntry | RecogniserEntry) => ({ id, title, file, sha256 });
  return {
    face: { ...describe(face.id, face.entry), contract },
    detector: await resolveDetector(detector.id, detector.entry),
    recogniser: recogniser && { ...describe(recogniser.id, recogniser.entry), contract: recogniser.entry.contract },
    thresholds: (recogniser ?? face).entry.thresholds
  };
}
