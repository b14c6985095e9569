import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { watched } from '../../../kernel-lib/src/audit/search-progress';
import { showSearches } from '../../../kernel-lib/src/notebook/search-progress';
import type { Store } from '../../../kernel-lib/src/store';
import { fakeKernel } from './kernel';

describe('a search in a notebook', function () {
  this.timeout(10_000);
  let kernel: ReturnType<typeof fakeKernel>;
  const store = {} as Store;
  beforeEach(() => {
    kernel = fakeKernel();
    kernel.execute();
    showSearches(store, 'en');
  });
  afterEach(() => kernel.remove());
  const texts = () => kernel.messages.map(({ data }) => data['text/plain'] as string);
  const search = { store, audit: 'gate', search: 'outliers' } as const;

  it('is one display, from when it takes a while to its end', async () => {
    await watched(search, undefined, async onProgress => {
      for (let i = 1; i <= 8; i++) {
        await wait(200);
        onProgress(i / 10);
      }
    });
    assert.equal(new Set(kernel.messages.map(({ displayId }) => displayId)).size, 1);
    assert.match(texts()[0], /^gate: outliers {2}█+░+ \d0 %, .* left$/);
    assert.match(texts().at(-1)!, /^gate: outliers: searched in /);
  });

  it('is not shown where it is over at once, and says where it was stopped', async () => {
    await watched(search, undefined, async onProgress => onProgress(1));
    assert.deepEqual(texts(), []);
    const stopped = watched(search, undefined, async onProgress => {
      await wait(1100);
      onProgress(0.5);
      throw new Error('stop');
    });
    await assert.rejects(stopped, /stop/);
    assert.match(texts().at(-1)!, /^gate: outliers: search stopped after /);
  });
});
