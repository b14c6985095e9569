/** How much an engine does at a time: processes, the GPUs they work on, pictures in work. */
import os from 'node:os';
import type { Device } from '../types';
import { countGpus } from './devices';
import type { EngineOptions } from './options';

export const DEFAULT_BATCH = 8;
const DEFAULT_IN_FLIGHT = 8;

/**
 * Pictures in work at a time, over all devices.
 * @param used null while it is not known what is worked on
 * @param workers how many there are
 */
export function inFlightOf(options: EngineOptions, used: Device | null, workers: number): number {
  const { inFlight, batch = DEFAULT_BATCH, processes = 0 } = options;
  // While one batch is computed, the next one is decoded.
  if (used !== null && used !== 'cpu') return (inFlight ?? 2 * batch) * workers;
  return inFlight ?? Math.max(DEFAULT_IN_FLIGHT, processes);
}

/** Worker processes on a device; on the CPU no more than there are pictures in work. */
export function processesOn(device: Device, options: EngineOptions, inFlight: number): number {
  const { processes, threads = 1 } = options;
  if (processes !== undefined) return processes;
  if (device !== 'cpu') return gpusOf(device, options).length;
  return Math.max(1, Math.min(inFlight, Math.floor(os.availableParallelism() / threads)));
}

/** Numbers of the GPUs to use. */
export function gpusOf(device: Device, { gpus }: EngineOptions): number[] {
  return device === 'cuda' && gpus ? gpus : [...Array(countGpus(device)).keys()];
}
