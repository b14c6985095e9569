/** What parent and worker say to each other over the IPC channel (structured clone). */
import type { SerializedError } from '../errors';
import type { LoadedModels } from '../models';
import type { Device, ExtractOptions, Extraction, FailureToAcquire } from '../types';

/** First message to every worker. */
export interface StartMessage {
  type: 'start';
  models: LoadedModels;
  /** Devices to try, best first. */
  devices: Device[];
  /** Which of several GPUs. */
  deviceIndex: number;
  /** Faces in one pass of a network on a GPU, at most. */
  batch: number;
  /** Threads of one inference on the CPU. */
  threads: number;
  /** Set where the choice is ours: a WebGPU adapter is taken only if it beats this many CPU processes. */
  rivalProcesses: number | null;
}

export interface TaskMessage {
  type: 'task';
  id: number;
  /** Absolute path or encoded bytes. */
  input: string | Uint8Array;
  options: ExtractOptions;
  /** Every face of the picture is asked for, not only the one that the options mean. */
  all: boolean;
}

/** What is said of each face asked for, at least one, or that there is none. */
export type Answer = Extraction[] | FailureToAcquire;

export interface CancelMessage {
  type: 'cancel';
  id: number;
}

export type ToWorker = StartMessage | TaskMessage | CancelMessage;

/** A device that was tried in vain. */
export interface Refusal {
  device: Device;
  reason: string;
  /** What its libraries said on stderr meanwhile: onnxruntime tells which file is missing only there. */
  words?: string;
}

/** An error on its way between processes; `stack` is the worker's, for bug reports. */
export interface SentError extends SerializedError {
  stack?: string;
}

export type FromWorker =
  /** Sent before a device is tried, so that a driver that takes the process down is known by name. */
  | { type: 'trying'; device: Device }
  | { type: 'ready'; device: Device; refused: Refusal[] }
  /** Starting is impossible whatever the device: the networks cannot be loaded. */
  | { type: 'unusable'; error: SentError }
  /** The picture has reached the worker: from here on it may be what kills it. */
  | { type: 'begun'; id: number }
  /** Work is going on: no reason to take the worker for hung, nor within the next `forMs` if it cannot speak up meanwhile. */
  | { type: 'alive'; forMs?: number }
  /** Fewer faces than thought fit into the device's memory at once. */
  | { type: 'smaller'; most: number }
  /** Not even one pass over this picture found room: this device can do no more. The picture is not to blame. */
  | { type: 'no-room'; id: number; reason: string }
  | { type: 'result'; id: number; result: Answer }
  | { type: 'error'; id: number; error: SentError };

export type Answered = Extract<FromWorker, { type: 'result' | 'error' }>;
