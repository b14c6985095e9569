/** Are the networks there, and what the manifest says? */
import { FacegaugeError } from '../../errors';
import { readManifest, verifyNetworks } from '../../models';
import { well, wrong, type CheckResult } from './check';

export async function checkNetworks(): Promise<CheckResult[]> {
  try {
    const states = await verifyNetworks(await readManifest());
    const bad = states.filter(({ state }) => state !== 'good');
    if (bad.length === 0) return [well('models', `${states.length} files of networks are as the manifest says`)];
    return bad.map(({ id, file, state, found }) =>
      wrong(
        'models',
        'fault',
        `${id}: ${file} is ${state}${found ? ` (${found})` : ''}.`,
        'Get it anew: facegauge models pull, or install facegauge again.'
      )
    );
  } catch (error) {
    if (!(error instanceof FacegaugeError)) throw error;
    return [wrong('models', 'fault', error.sentence, error.action ?? 'Install facegauge again.')];
  }
}
