import assert from 'node:assert/strict';
import { Observers } from '../../../kernel-lib/src/session/observer';

describe('observers of a session', () => {
  it('are told how many pictures are in hand, whatever becomes of them', async () => {
    const told: number[] = [];
    const troubles: unknown[] = [];
    const observers = new Observers(error => troubles.push(error));
    observers.add({
      working: () => {
        throw new Error('of one observer');
      }
    });
    observers.add({ working: inHand => told.push(inHand) });
    let finish!: () => void;
    const first = observers.during(() => new Promise<void>(resolve => (finish = resolve)));
    await assert.rejects(
      observers.during(() => Promise.reject(new Error('unreadable'))),
      /unreadable/
    );
    finish();
    await first;
    assert.deepEqual(told, [1, 2, 1, 0]);
    assert.equal(troubles.length, 4);
  });
});
