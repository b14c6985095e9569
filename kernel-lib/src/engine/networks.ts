/** Loads the networks of one worker into onnxruntime, on the first device that takes them. Runs in the worker only. */
import * as ort from 'onnxruntime-node';
import type { Detector } from '../detection';
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import type { Device, Network, Tensor } from '../types';
import type { Refusal, StartMessage } from './messages';

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

/**
 * Tries `start.devices` in their order.
 * @param onTry told which device comes next, before it can do harm
 * @throws FacegaugeError MODEL_CORRUPT where even the CPU cannot load a network
 */
export async function loadNetworks(start: StartMessage, onTry: (d: Device) => void, onPass: OnPass): Promise<LoadedOn> {
  const refused: Refusal[] = [];
  for (const device of start.devices) {
    onTry(device);
    try {
      const networks = await loadOn(device, start, onPass);
      if (device === 'webgpu' && start.rivalProcesses !== null) await mustBeatCpu(networks, start);
      return { device, networks, refused };
    } catch (error) {
      if (device === start.devices.at(-1)) throw error;
      refused.push({ device, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new FacegaugeError('DEVICE_UNAVAILABLE', 'No device was given to load the networks on.');
}

async function loadOn(device: Device, start: StartMessage, onPass: OnPass): Promise<Networks> {
  const { face, detector, recogniser } = start.models;
  const load = (file: string, fixedShape: boolean) => loadNetwork(file, device, start, fixedShape, onPass);
  return {
    face: await load(face.file, true),
    detector: await loadDetector(detector, file => load(file, false)),
    recogniser: recogniser ? await load(recogniser.file, true) : null
  };
}

async function loadDetector(
  detector: LoadedModels['detector'],
  load: (file: string) => Promise<Network>
): Promise<Detector> {
  if (detector.kind === 'one-pass') return { kind: 'one-pass', network: await load(detector.file) };
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
): Promise<Network> {
  const session = await createSession(file, device, start, fixedShape);
  // Slowest pass so far, ms per input value.
  let pace = 0;
  return {
    async run(inputs) {
      const feeds: Record<string, ort.Tensor> = {};
      let values = 0;
      for (const [name, { data, dims }] of Object.entries(inputs)) {
        feeds[name] = new ort.Tensor('float32', data, dims);
        values += data.length;
      }
      onPass(values * pace);
      const from = performance.now();
      const outputs = await session.run(feeds);
      pace = Math.max(pace, (performance.now() - from) / values);
      onPass(0);
      return outputs as unknown as Record<string, Tensor>;
    }
  };
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
