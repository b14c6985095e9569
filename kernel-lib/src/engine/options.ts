/** What an engine is started with. */
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import type { Warning } from '../types';
import type { DeviceRequest } from './devices';
import { show } from './request';

export interface EngineOptions {
  /** Default `auto`: the best device that can be used. */
  device?: DeviceRequest;
  /** Numbers of the NVIDIA GPUs to use, as CUDA counts those it sees. Default: all, one worker each. */
  gpus?: number[];
  /** Faces, or pictures of the detector, in one pass of a network on a GPU, at most (default 8); halved where memory does not suffice. On the CPU batches gain nothing. */
  batch?: number;
  /** Worker processes. Default: cores ÷ threads, no more than `inFlight`; on GPUs one per device. */
  processes?: number;
  /** Threads of one inference on the CPU (default 1: more processes do more than more threads). */
  threads?: number;
  /** Pictures in work at a time, per device (default 8, on a GPU twice the batch). More wait in line, where they cost nothing. */
  inFlight?: number;
  model: LoadedModels;
  /** A worker that is silent for so long while it has work is taken for hung and restarted, ms (default 10,000). */
  silenceLimitMs?: number;
  /** Workers that had nothing to do for so long are ended; the next picture brings them back. ms, default 300,000. */
  idleAfterMs?: number;
  /** Told of what changes later: a GPU whose memory is full. What is so from the start, `device.warning` says. */
  onWarning?: (warning: Warning) => void;
}

/** @throws FacegaugeError INVALID_ARGUMENT */
export function checkEngineOptions(options: EngineOptions): EngineOptions {
  checkGpus(options.gpus);
  for (const name of ['processes', 'threads', 'inFlight', 'batch'] as const) {
    const value = options[name];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 256)) continue;
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `The option ${name} must be a whole number from 1 to 256, not ${value}.`
    );
  }
  return options;
}

function checkGpus(gpus: unknown): void {
  if (gpus === undefined) return;
  const ok =
    Array.isArray(gpus) &&
    gpus.length > 0 &&
    gpus.every(id => Number.isInteger(id) && id >= 0 && id < 64) &&
    new Set(gpus).size === gpus.length;
  if (ok) return;
  const found = Array.isArray(gpus) ? `[${gpus.join(', ')}]` : show(gpus);
  throw new FacegaugeError(
    'INVALID_ARGUMENT',
    `The option gpus must list different whole numbers from 0 to 63, not ${found}.`,
    { found, action: '`nvidia-smi -L` lists the GPUs.' }
  );
}
