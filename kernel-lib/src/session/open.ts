/** Everything that must be settled before the first picture. */
import { checkOptions, Engine } from '../engine';
import { FacegaugeError } from '../errors';
import { resolveModels } from '../models';
import { mapScale } from '../recognition';
import type { PolicyOverrides, Warning } from '../types';
import { readConfigFile, readEnvironment, type ConfigFile, type PolicySources } from '../verification';
import { checkOpenOptions, environmentLanguage, extractOptions, warn, type OpenOptions } from './options';
import { SessionPolicy } from './policy';
import { Recorder } from './recorder';
import { Session } from './session';

/**
 * Opens a session: finds the networks, settles the thresholds, starts the engine.
 * @param config what the nearest `facegauge.json` says, null where there is none. Default: it is read
 * @throws FacegaugeError MODEL_*, CONFIG_INVALID, INVALID_ARGUMENT, ENGINE_START_FAILED
 */
export async function open(options: OpenOptions = {}, config?: ConfigFile | null): Promise<Session> {
  checkOpenOptions(options);
  checkOptions(extractOptions(options));
  const say = (warning: Warning): void => warn(options, warning);
  const language = options.language ?? environmentLanguage(process.env);
  const model = await resolveModels({
    model: options.model,
    recogniser: options.recogniser,
    detector: options.detector
  });
  const recorder = new Recorder(options.store ?? false, say, options);
  try {
    const sources: PolicySources = {
      call: options.policy,
      environment: readEnvironment(process.env),
      config: (config === undefined ? await readConfigFile(process.cwd()) : config)?.policy,
      manifest: model.thresholds && manifestPolicy(model.thresholds)
    };
    const policy = new SessionPolicy(sources, recorder, (model.recogniser ?? model.face).id, say);
    void recorder.attempt(store => store.noteMapScale(model.face.id, mapScale(model.face.contract)));
    const { device, gpus, batch, processes, threads, inFlight, idleAfterMs } = options;
    const engine = await Engine.start({
      ...{ device, gpus, batch, processes, threads, inFlight, idleAfterMs },
      model,
      onWarning: say
    });
    if (engine.device.warning) say(engine.device.warning);
    return new Session(options, model, engine, recorder, policy, language);
  } catch (error) {
    // What went wrong first is what there is to say.
    await recorder.close().catch(() => undefined);
    throw error instanceof FacegaugeError ? error.in(language) : error;
  }
}

function manifestPolicy({ similarityMatch, similarityReview }: PolicyOverrides): PolicyOverrides {
  return { similarityMatch, similarityReview };
}
