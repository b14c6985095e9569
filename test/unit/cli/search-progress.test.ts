import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { watched } from '../../../kernel-lib/src/audit/search-progress';
import { showSearches } from '../../../kernel-lib/src/cli/search-progress';
import type { Store } from '../../../kernel-lib/src/store';

async function written(isTTY: boolean): Promise<string> {
  let all = '';
  const stream = { isTTY, columns: 100, write: (text: string) => Boolean((all += text)) };
  const store = {} as Store;
  showSearches(store, 'en', stream as unknown as NodeJS.WriteStream);
  await watched({ store, audit: 'gate', search: 'names' }, undefined, async onProgress => {
    onProgress(0.25);
    await wait(50);
    onProgress(0.5);
    await wait(500);
  });
  return all;
}

describe('searches on a terminal', () => {
  it('show a bar with the time left, which is gone at the end', async () => {
    const text = await written(true);
    assert.match(text, /gate: wrong labels {2}█+░+ 50 %/);
    assert.match(text.slice(-10), /\u001b\[2?K|\u001b\[0K|\u001b\[0?J/);
  });

  it('show nothing where standard error is no terminal', async () => {
    assert.equal(await written(false), '');
  });
});
