/**
 * Makes a store with the kernel's own code, for test_summary.py: FILE [JSON list of changes to the sample rows].
 * `{"policy": {...}}` among them sets thresholds of the store.
 */
import type { SampleRow } from '../../../kernel-lib/src/store';
import { Store } from '../../../kernel-lib/src/store';
import { failure, sample } from '../store/sample';

async function main(): Promise<void> {
  const [file, changes = '[]'] = process.argv.slice(2);
  const store = Store.open(file);
  let n = 0;
  for (const change of JSON.parse(changes) as (Partial<SampleRow> & { policy?: { qualityReject: number } })[]) {
    if (change.policy) await store.setPolicy(change.policy);
    else if (change.errorCode) store.record(failure(`p${n++}`, change.errorCode, change));
    else store.record(sample(`p${n++}`, change));
  }
  await store.close();
}

void main();
