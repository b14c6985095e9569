import assert from 'node:assert/strict';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { KeptPictures, LEFT_ALONE_MS } from '../../../kernel-lib/src/operations/webhook';
import { Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from '../store/sample';

describe('pictures kept for the outbox', () => {
  const folder = useFolder();
  const id = (digit: string): string => `msg_${digit.repeat(32)}`;
  const outbox = (): string => path.join(folder(), 'outbox');

  /** A picture that was written so long ago. */
  function picture(name: string, ageMs: number): string {
    const file = path.join(outbox(), name);
    mkdirSync(outbox(), { recursive: true });
    writeFileSync(file, 'a picture');
    const at = new Date(Date.now() - ageMs);
    utimesSync(file, at, at);
    return file;
  }

  it('are deleted once no message waits for them, and not before', async () => {
    const store = Store.open(path.join(folder(), 'one.db'));
    const old = LEFT_ALONE_MS + 60_000;
    const [waiting, given, told, orphan, young, held] = ['a', 'b', 'c', 'd', 'e', 'f'].map(digit =>
      picture(id(digit), digit === 'e' ? LEFT_ALONE_MS - 60_000 : old)
    );
    const foreign = picture('holiday.jpg', old);
    const message = (digit: string) => ({ messageId: id(digit), topic: 'picture.rejected', body: '{}' });
    await store.record(sample('x'), ['a', 'b', 'c'].map(message));
    const [, second, third] = store.outbox.list();
    await store.outbox.dead(second.id, 'nobody answers');
    await store.outbox.delivered(third.id, Date.now());

    const kept = new KeptPictures(outbox(), store.outbox);
    kept.hold([id('f')]);
    await kept.close();
    await kept.sweep();
    const there = [waiting, given, told, orphan, young, held, foreign].map(file => existsSync(file));
    assert.deepEqual(there, [true, true, false, false, true, true, true]);

    kept.release([id('f')]);
    assert.equal(await kept.sweep(), 0, 'it was held a moment ago, as another process sees too');
    assert.equal(
      await kept.sweep(Date.now() + 2 * LEFT_ALONE_MS),
      2,
      'what nobody holds for an hour: the young one too'
    );
    assert.deepEqual(
      [held, young, waiting, foreign].map(file => existsSync(file)),
      [false, false, true, true]
    );
    await store.close();
  });

  it('are no reason to fail where there are none', async () => {
    const store = Store.open(path.join(folder(), 'one.db'));
    const kept = new KeptPictures(path.join(folder(), 'nowhere'), store.outbox);
    assert.equal(await kept.sweep(), 0);
    await kept.close();
    await store.close();
  });
});
