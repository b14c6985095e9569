/** Everything that can be wrong around facegauge, looked at once. */
import { homeOf } from '../home';
import type { Check, CheckResult } from './check';
import { checkMachine } from './machine';
import { checkNetworks } from './networks';
import { checkPictures } from './pictures';
import { checkRunning } from './running';
import { checkStore } from './store';

export type { CheckResult, Health } from './check';

const CHECKS: readonly Check[] = [checkMachine, checkNetworks, checkStore, checkPictures, checkRunning];

/** @param store the store's file; it need not exist */
export async function examine(store: string, now = Date.now()): Promise<CheckResult[]> {
  const context = { store, home: homeOf(store), now };
  const results: CheckResult[] = [];
  for (const check of CHECKS) results.push(...(await check(context)));
  return results;
}
