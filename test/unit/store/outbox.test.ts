import assert from 'node:assert/strict';
import path from 'node:path';
import { Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from './sample';

describe('outbox', () => {
  const folder = useFolder();
  let store: Store;
  const put = async (name: string, messageId: string): Promise<number> =>
    store.record(sample(name), [{ messageId, topic: 'test', body: id => JSON.stringify({ id }) }]);
  beforeEach(() => (store = Store.open(path.join(folder(), 'one.db'))));
  afterEach(() => store.close());

  it('holds what is to be told of a sample, with its id', async () => {
    const id = await put('a', 'msg_1');
    const [message] = store.outbox.list('waiting');
    assert.equal(message.sample, id);
    assert.deepEqual(JSON.parse(message.body), { id });
    assert.deepEqual(store.outbox.counts(), { waiting: 1, delivered: 0, dead: 0, oldest: message.createdAt });
  });

  it('gives a message to one teller at a time, and again where that one dies', async () => {
    await put('a', 'msg_1');
    const now = Date.now() + 1;
    const first = await store.outbox.claim(now, 1000);
    assert.equal(first!.attempts, 1);
    assert.equal(await store.outbox.claim(now + 999, 1000), null);
    const again = await store.outbox.claim(now + 1001, 1000);
    assert.equal(again!.messageId, 'msg_1');
    assert.equal(again!.attempts, 2);
  });

  it('keeps the order of one sample, and lets others pass', async () => {
    await store.record(sample('a'), [
      { messageId: 'a1', topic: 'test', body: '{}' },
      { messageId: 'a2', topic: 'test', body: '{}' }
    ]);
    await put('b', 'b1');
    const now = Date.now() + 1;
    const a1 = await store.outbox.claim(now, 1000);
    await store.outbox.later(a1!.id, now + 60_000, 'no answer');
    assert.equal((await store.outbox.claim(now, 1000))!.messageId, 'b1');
    assert.equal(await store.outbox.claim(now, 1000), null, 'a2 waits for a1');
    await store.outbox.delivered(a1!.id, now);
    assert.equal((await store.outbox.claim(now, 1000))!.messageId, 'a2');
  });

  it('tells anew what was given up, and forgets what is dropped', async () => {
    await put('a', 'msg_1');
    await put('b', 'msg_2');
    const now = Date.now() + 1;
    for (const { id } of store.outbox.list()) await store.outbox.dead(id, 'gone');
    assert.equal(store.outbox.counts().dead, 2);
    const [{ id }] = store.outbox.list();
    assert.equal(await store.outbox.retry(now, [id]), 1);
    assert.equal((await store.outbox.claim(now, 1000))!.id, id);
    const dropped = await store.outbox.drop(store.outbox.list('dead').map(message => message.id));
    assert.equal(dropped[0].messageId, 'msg_2');
    assert.equal(store.outbox.counts().dead, 0);
  });
});
