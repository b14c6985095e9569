/** What a session can be told when it is opened, and what a single call can say differently. */
import { FacegaugeError } from '../errors';
import type { DeviceRequest } from '../engine';
import { printable } from '../printable';
import type { ExtractOptions, Language, PolicyOverrides, Provenance, Warning } from '../types';

/** How pictures are looked at; a call's options go before the session's. */
export interface PictureOptions extends ExtractOptions {
  /** Camera, folder or label the pictures come from. Default: the name of a picture's folder. */
  source?: string;
  /** Stops the call: what waits is dropped, what runs is not waited for. */
  signal?: AbortSignal;
}

export interface BatchOptions extends PictureOptions {
  /** Id of the run (an audit in the store) that the results belong to. */
  run?: number;
  /** Where a picture came from, by what it says itself (its EXIF camera); where neither item nor batch has a `source`. */
  sourceOf?: (provenance: Provenance) => string;
  /** A result for every face of a picture, not only the one that `face` means; see `faces`. */
  allFaces?: boolean;
  /** False: nothing of it goes into the store, and no event tells of it (default true). */
  record?: boolean;
}

export interface CompareOptions extends PictureOptions {
  /** Thresholds for this comparison alone. */
  policy?: PolicyOverrides;
}

export interface OpenOptions extends ExtractOptions {
  /** Id of a face network, or the path of a manifest. Default: the manifest's. */
  model?: string;
  /** Id of a network of one's own that gives the embedding in place of the face network. */
  recogniser?: string;
  /** Id of a detector. Default: the manifest's. */
  detector?: string;
  /** Default `auto`: the best device that can be used. */
  device?: DeviceRequest;
  /** Numbers of the NVIDIA GPUs to use, as CUDA counts those it sees (`CUDA_VISIBLE_DEVICES`). Default: all, one engine process each. */
  gpus?: number[];
  /** Faces in one pass of a network on a GPU, at most (default 8); halved, with a warning, where its memory does not suffice. */
  batch?: number;
  /** Worker processes. Default: cores ÷ threads; on GPUs one per device. */
  processes?: number;
  /** Threads of one inference on the CPU (default 1). */
  threads?: number;
  /** Pictures in work at a time, per device (default 8, on a GPU twice the batch). */
  inFlight?: number;
  /** Engine processes that had nothing to do for so long are ended; the next picture brings them back. ms, default 300,000. */
  idleAfterMs?: number;
  /** Thresholds that go before those of the environment, the configuration file, the store and the model. */
  policy?: PolicyOverrides;
  /** Record of what was processed: true = where `FACEGAUGE_STORE` or the folder says, a path, or none. Default: none. */
  store?: boolean | string;
  /** false: the record holds no thumbnails, or no embeddings; both are biometric data. Default true. Results have them anyway. */
  thumbnails?: boolean;
  embeddings?: boolean;
  source?: string;
  /** Language of texts meant for people. Default: that of the environment. */
  language?: Language;
  /** Told what a reader should know of the session itself, once each. Default: a process warning on stderr. */
  onWarning?: (warning: Warning) => void;
}

const EXTRACT_KEYS = ['aligned', 'face', 'minFace', 'copies', 'seed', 'detail', 'preview'] as const;

/** The engine's part of some options; a call's go before the session's. */
export function extractOptions(session: ExtractOptions, call: ExtractOptions = {}): ExtractOptions {
  const merged: Record<string, unknown> = {};
  for (const key of EXTRACT_KEYS) merged[key] = call[key] ?? session[key];
  return merged as ExtractOptions;
}

/** `zh` where the first of LC_ALL, LC_MESSAGES and LANG that is set says so, else `en`. */
export function environmentLanguage(environment: NodeJS.ProcessEnv): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh\b|^zh_/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}

/** @throws FacegaugeError INVALID_ARGUMENT for a value that no type checker saw */
export function checkOpenOptions(options: OpenOptions): void {
  const { device, language, store, source, idleAfterMs } = options;
  const reject = (name: string, value: unknown, expected: string): never => {
    throw new FacegaugeError('INVALID_ARGUMENT', `The option ${name} must be ${expected}, not ${String(value)}.`, {
      found: String(value)
    });
  };
  if (device !== undefined && !['auto', 'cpu', 'cuda', 'webgpu'].includes(device))
    reject('device', device, "'auto', 'cuda', 'webgpu' or 'cpu'");
  if (language !== undefined && language !== 'en' && language !== 'zh') reject('language', language, "'en' or 'zh'");
  if (store !== undefined && typeof store !== 'boolean' && (typeof store !== 'string' || store === ''))
    reject('store', store, 'true, false or a path');
  if (idleAfterMs !== undefined && !(idleAfterMs > 0))
    reject('idleAfterMs', idleAfterMs, 'a number of milliseconds above 0');
  for (const name of ['thumbnails', 'embeddings'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'boolean') reject(name, options[name], 'true or false');
  if (source !== undefined && typeof source !== 'string') reject('source', source, 'a name');
}

/** Tells whoever opened the session what a reader should know of it. */
export function warn({ onWarning }: Pick<OpenOptions, 'onWarning'>, warning: Warning): void {
  if (onWarning) onWarning(warning);
  else process.emitWarning(printable(warning.message), { code: warning.code });
}
