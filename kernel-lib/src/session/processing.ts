/** One picture through a session: looked at, judged, recorded, told of. */
import type { Engine } from '../engine';
import { FacegaugeError } from '../errors';
import type { LoadedModels } from '../models';
import type { ImageInput, Language } from '../types';
import { checkItem, wholeItem, type BatchItem } from './items';
import { modelInfo } from './model-info';
import type { Observers } from './observer';
import { extractOptions, type BatchOptions, type OpenOptions } from './options';
import type { SessionPolicy } from './policy';
import type { Recorder } from './recorder';
import { failedPicture, toResult, type ResultContext } from './results';
import type { PictureResult } from './sample';

/** What it takes. */
export interface Processing {
  options: OpenOptions;
  models: LoadedModels;
  engine: Engine;
  recorder: Recorder;
  thresholds: SessionPolicy;
  language: Language;
  observers: Observers;
  /** Told of each result that is recorded. */
  told: (result: PictureResult) => void;
}

/** Failures that would repeat with every picture: they end a batch. */
const ENDS_A_BATCH = new Set(['ABORTED', 'CLOSED', 'ENGINE_START_FAILED']);

/**
 * At least one result: a picture that cannot be processed is a `FailedPicture`.
 * @throws what concerns the call and not the picture
 */
export function processPicture(
  processing: Processing,
  given: ImageInput | BatchItem,
  call: BatchOptions,
  signal: AbortSignal
): Promise<PictureResult[]> {
  return processing.observers.during(() => attempt(processing, given, call, signal));
}

async function attempt(
  { options, models, engine, recorder, thresholds, language, observers, told }: Processing,
  given: ImageInput | BatchItem,
  call: BatchOptions,
  signal: AbortSignal
): Promise<PictureResult[]> {
  const { image, key, source, identity, tags } = wholeItem(given);
  const context: ResultContext = {
    image,
    key,
    source: source ?? call.source ?? (call.sourceOf ? undefined : options.source),
    sourceOf: call.sourceOf,
    aligned: call.aligned ?? options.aligned ?? false,
    model: modelInfo(models),
    device: engine.device.used,
    policy: thresholds.current,
    language
  };
  let results: PictureResult[];
  try {
    checkItem(given);
    const asked = extractOptions(options, call);
    const answer = call.allFaces
      ? await engine.extractFaces(image, asked, signal)
      : await engine.extract(image, asked, signal);
    results = [answer].flat().map(one => toResult(one, context));
  } catch (error) {
    if (!(error instanceof FacegaugeError) || ENDS_A_BATCH.has(error.code)) throw error;
    results = [failedPicture(error, context)];
  }
  if (call.record === false) return results;
  const { face, recogniser } = models;
  // A record and an event are of the picture: of the face that is taken where only one is.
  const run = call.run ?? null;
  const networks = { model: face.id, recogniser: recogniser?.id ?? null };
  const processed = { result: results[0], image, run };
  const messages = await observers.messages(processed);
  const recorded = await recorder.record(results[0], { run, ...networks, identity, tags }, messages);
  observers.tell(processed, recorded.id);
  told(results[0]);
  return results;
}
