import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { follow } from '../../../kernel-lib/src/session/follow';

describe('a signal for several reasons to stop', () => {
  it('aborts with the reason of whichever comes first, or with its own', () => {
    const [a, b] = [new AbortController(), new AbortController()];
    const { signal } = follow(a.signal, undefined, b.signal);
    b.abort('enough');
    a.abort('too late');
    assert.equal(signal.reason, 'enough');
    const own = follow(new AbortController().signal);
    own.abort('done');
    assert.equal(own.signal.reason, 'done');
    assert.equal(follow(AbortSignal.abort('before')).signal.reason, 'before');
  });

  it('leaves no listener on its sources, however often it is made', () => {
    const source = new AbortController();
    for (let i = 0; i < 1000; i++) {
      const { release, abort } = follow(source.signal, source.signal);
      if (i % 2) abort();
      release();
    }
    assert.equal(getEventListeners(source.signal, 'abort').length, 0);
    const [still] = [follow(source.signal)];
    assert.equal(getEventListeners(source.signal, 'abort').length, 1);
    still.release();
  });
});
