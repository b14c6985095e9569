/** Loads the networks of one worker into onnxruntime, on the first device that takes them. Runs in the worker only. */
import * as ort from 'onnxruntime-node';
import type { Detector } from '../detection';
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import { checkFaceNetwork } from '../recognition';
import type { Device, Network, Tensor } from '../types';
import { Batcher, BatchLimit } from './batcher';
import type { Refusal, StartMessage } from './messages';
import { OutOfMemory, saysOutOfMemory } from './out-of-memory';

export interface Networks {
  face: Network;
  detector: Detector;
  recogniser: Network | null;
}

export interface LoadedOn {
  device: Device;
  networks: Networks;
  refused: Refusal[];
}

/** Called before and after every pass through a network, which blocks the thread: for about how long, or 0. */
export type OnPass = (expectedMs: number) => void;

/** What a worker wants to hear while networks are loaded and run. */
export interface NetworkEvents {
  /** Told which device comes next, before it can do harm. */
  trying(device: Device): void;
  pass: OnPass;
  /** Fewer faces than thought fit into a pass. */
  smaller(most: number): void;
}

/**
 * Tries `start.devices` in their order.
 * @throws FacegaugeError MODEL_CORRUPT where even the CPU cannot load a network, MODEL_CONTRACT where it does not give what it should
 */
export async function loadNetworks(start: StartMessage, events: NetworkEvents): Promise<LoadedOn> {
  const refused: Refusal[] = [];
  for (const device of start.devices) {
    events.trying(device);
    try {
      const networks = await loadOn(device, start, events);
      await checkFaceNetwork(networks.face, start.models.face.contract);
      if (device === 'webgpu' && start.rivalProcesses !== null) await mustBeatCpu(networks, start);
      return { device, networks, refused };
    } catch (error) {
      if (device === start.devices.at(-1)) throw error;
      refused.push({ device, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new FacegaugeError('DEVICE_UNAVAILABLE', 'No device was given to load the networks on.');
}

/**
 * On a GPU passes are shared: by faces, and by looks of the one-pass detector that have one size (its windows have; pictures of one
 * camera do). On the CPU a batch takes as long as its items one by one (rts-s at 1, 2, 4, 8: 30.1, 30.8, 30.2, 30.2 ms a face; the
 * detector on 640×480 at 1, 4, 8: 28.7, 30.4, 32.7 ms a picture), so nothing is gathered there; what comes as a batch stays one while
 * there is room. The cascade makes batches of its own.
 */
async function loadOn(device: Device, start: StartMessage, { pass, smaller }: NetworkEvents): Promise<Networks> {
  const { face, detector, recogniser } = start.models;
  const load = (file: string, fixedShape: boolean) => loadNetwork(file, device, start, fixedShape, pass);
  const limit = new BatchLimit(device === 'cpu' ? Infinity : start.batch, smaller);
  const batched = async (file: string) => new Batcher(await load(file, true), limit);
  return {
    face: await batched(face.file),
    detector: await loadDetector(detector, async file => {
      const network = await load(file, false);
      return device !== 'cpu' && detector.kind === 'one-pass' && network.takesMany
        ? new Batcher(network, limit)
        : network;
    }),
    // A graph of a fixed number of faces is filled up to it by whoever calls it.
    recogniser: recogniser && (await (recogniser.contract.batch === null ? batched : load)(recogniser.file, true))
  };
}

async function loadDetector(
  detector: LoadedModels['detector'],
  load: (file: string) => Promise<Network>
): Promise<Detector> {
  if (detector.kind === 'one-pass') {
    const landmarks = detector.landmarks === null ? null : await load(detector.landmarks);
    return { kind: 'one-pass', network: await load(detector.file), landmarks };
  }
  const { convention, pnet, rnet, onet } = detector;
  const networks = { pnet: await load(pnet), rnet: await load(rnet), onet: await load(onet) };
  return { kind: 'cascade', convention, networks };
}

async function loadNetwork(
  file: string,
  device: Device,
  start: StartMessage,
  fixedShape: boolean,
  onPass: OnPass
): Promise<Network & { takesMany: boolean }> {
  const session = await createSession(file, device, start, fixedShape);
  const [input] = session.inputMetadata;
  // Slowest pass so far, ms per input value.
  let pace = 0;
  return {
    // By its file: a number there is the only one it takes.
    takesMany: input.isTensor && typeof input.shape[0] === 'string',
    async run(inputs) {
      const feeds: Record<string, ort.Tensor> = {};
      let values = 0;
      for (const [name, { data, dims }] of Object.entries(inputs)) {
        feeds[name] = new ort.Tensor('float32', data, dims);
        values += data.length;
      }
      onPass(values * pace);
      const from = performance.now();
      const outputs = await session.run(feeds).catch(inWords);
      pace = Math.max(pace, (performance.now() - from) / values);
      onPass(0);
      return outputs as unknown as Record<string, Tensor>;
    }
  };
}

/** @throws OutOfMemory where that is what it says */
function inWords(error: Error): never {
  throw saysOutOfMemory(error.message) ? new OutOfMemory(error) : error;
}

async function createSession(
  file: string,
  device: Device,
  { threads, deviceIndex }: StartMessage,
  fixedShape: boolean
): Promise<ort.InferenceSession> {
  const provider = device === 'cuda' ? { name: 'cuda', deviceId: deviceIndex } : { name: device };
  try {
    return await ort.InferenceSession.create(file, {
      executionProviders:
        device === 'cpu' ? ['cpu'] : [provider as ort.InferenceSession.ExecutionProviderConfig, 'cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // A memory pattern is kept for every shape seen; the detector sees a new one with every picture.
      enableMemPattern: fixedShape,
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: '0' } } }
    });
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    if (device !== 'cpu') throw new FacegaugeError('DEVICE_UNAVAILABLE', found, { cause });
    throw new FacegaugeError('MODEL_CORRUPT', `The network ${file} cannot be loaded: ${found}.`, {
      path: file,
      found,
      action: '`facegauge models verify` tells which files are damaged.',
      cause
    });
  }
}

/** WebGPU adapters may be drawn in software; only a race against the CPU tells. */
async function mustBeatCpu(networks: Networks, start: StartMessage): Promise<void> {
  const cpu = await loadNetwork(start.models.face.file, 'cpu', start, true, () => undefined);
  const [gpuMs, cpuMs] = [await passTime(networks.face), await passTime(cpu)];
  const processes = start.rivalProcesses ?? 1;
  if (gpuMs < cpuMs / processes) return;
  const found = `${gpuMs.toFixed(1)} ms a face, ${processes} CPU processes need ${(cpuMs / processes).toFixed(1)}`;
  throw new FacegaugeError('DEVICE_UNAVAILABLE', `slower than the CPU: ${found}`);
}

/** Best of three passes, in milliseconds; the first, which compiles, does not count. */
async function passTime(face: Network): Promise<number> {
  const input = { face: { data: new Float32Array(3 * 112 * 112), dims: [1, 3, 112, 112] } };
  let best = Infinity;
  for (let pass = 0; pass < 4; pass++) {
    const from = performance.now();
    await face.run(input);
    if (pass > 0) best = Math.min(best, performance.now() - from);
  }
  return best;
}
