/**
 * Makes a store with the kernel's own code, for the tests of the server extension: FILE [JSON list of changes to the sample rows].
 * `{"policy": {...}}` among them sets thresholds of the store, `{"begin": {...}}` begins a run (the first is 1), `{"end": 1}`
 * ends it, `{"mapScale": …, "model": …}` notes the colours of a network's maps.
 */
import type { RunStart, SampleRow } from '../../../kernel-lib/src/store';
import { Store } from '../../../kernel-lib/src/store';
import { failure, sample } from '../store/sample';

type Change = Partial<SampleRow> & {
  policy?: Record<string, number>;
  model?: string;
  begin?: RunStart;
  end?: number;
  /** Colours of its maps. */
  mapScale?: number;
  /** The thumbnail as text. */
  picture?: string;
};

async function main(): Promise<void> {
  const [file, changes = '[]'] = process.argv.slice(2);
  const store = Store.open(file);
  let n = 0;
  for (const { policy, begin, end, mapScale, picture, ...change } of JSON.parse(changes) as Change[]) {
    if (policy) await store.setPolicy(policy, { model: change.model });
    else if (begin) await store.beginRun(begin);
    else if (mapScale) await store.noteMapScale(change.model!, mapScale);
    else if (end) await store.endRun(end, 'done');
    else if (change.errorCode) store.record(failure(`p${n++}`, change.errorCode, change));
    else
      store.record(
        sample(`p${n++}`, { ...change, ...(picture === undefined ? {} : { thumbnail: Buffer.from(picture) }) })
      );
  }
  await store.close();
}

void main();
