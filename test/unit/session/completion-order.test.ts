import assert from 'node:assert/strict';
import { inCompletionOrder } from '../../../kernel-lib/src/session/completion-order';

/** Work that is done when told so. */
class Manual {
  readonly begun: string[] = [];
  readonly #done = new Map<string, (error?: Error) => void>();
  readonly work = (item: string): Promise<string> => {
    this.begun.push(item);
    return new Promise((resolve, reject) =>
      this.#done.set(item, error => (error ? reject(error) : resolve(item.toUpperCase())))
    );
  };
  finish(item: string, error?: Error): void {
    this.#done.get(item)!(error);
  }
}

const settle = () => new Promise(resolve => setImmediate(resolve));

describe('results in the order of completion', () => {
  it('gives each result once, first what is done first', async () => {
    const manual = new Manual();
    const results = inCompletionOrder(['a', 'b', 'c'], 8, manual.work);
    const first = results.next();
    await settle();
    manual.finish('c');
    assert.equal((await first).value, 'C');
    manual.finish('a');
    manual.finish('b');
    const rest: string[] = [];
    for await (const result of results) rest.push(result);
    assert.deepEqual(rest, ['A', 'B']);
  });

  it('pulls no more than the limit from a source without end, also from a slow reader', async () => {
    let pulled = 0;
    const endless = (function* () {
      for (;;) yield String(pulled++);
    })();
    const results = inCompletionOrder(endless, 3, item => Promise.resolve(item));
    for (let i = 0; i < 5; i++) {
      await results.next();
      await settle();
      assert.ok(pulled <= i + 1 + 3, `${pulled} pulled after ${i + 1} taken`);
    }
    await results.return();
  });

  it('tells the source when the reader has had enough', async () => {
    let ended = false;
    const source = (async function* () {
      try {
        for (;;) yield 'x';
      } finally {
        ended = true;
      }
    })();
    for await (const _ of inCompletionOrder(source, 2, item => Promise.resolve(item))) break;
    await settle();
    assert.ok(ended);
  });

  it('closes a source that is just being asked, and begins nothing that it still gives', async () => {
    let answer = (_: IteratorResult<string>): void => undefined;
    let closed = 0;
    let asked = 0;
    const begun: string[] = [];
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => (asked++ === 0 ? Promise.resolve({ value: 'a', done: false }) : new Promise(r => (answer = r))),
        return: async () => ({ value: closed++, done: true })
      })
    };
    const work = (item: string): Promise<string> => {
      begun.push(item);
      return Promise.resolve(item);
    };
    for await (const _ of inCompletionOrder(source, 2, work)) break;
    assert.deepEqual([asked, closed], [2, 1]);
    answer({ value: 'b', done: false });
    await settle();
    assert.deepEqual(begun, ['a']);
  });

  it('closes a generator that is just being asked, once it answers', async () => {
    let go = (): void => undefined;
    let ended = false;
    const source = (async function* () {
      try {
        yield 'a';
        await new Promise<void>(resolve => (go = resolve));
        yield 'b';
      } finally {
        ended = true;
      }
    })();
    for await (const _ of inCompletionOrder(source, 2, item => Promise.resolve(item))) break;
    assert.ok(!ended);
    go();
    await settle();
    assert.ok(ended);
  });

  it('ends with the first failure of the work or of the source', async () => {
    const manual = new Manual();
    const next = inCompletionOrder(['a', 'b'], 2, manual.work).next();
    await settle();
    manual.finish('a', new Error('broken work'));
    await assert.rejects(next, /broken work/);
    const source = (function* () {
      yield 'a';
      throw new Error('broken source');
    })();
    await assert.rejects(async () => {
      for await (const _ of inCompletionOrder(source, 2, item => Promise.resolve(item)));
    }, /broken source/);
  });

  it('ends at once when aborted, even while the source keeps it waiting', async () => {
    const controller = new AbortController();
    const silent: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) })
    };
    const next = inCompletionOrder(silent, 2, item => Promise.resolve(item), controller.signal).next();
    await settle();
    controller.abort();
    await assert.rejects(next, { code: 'ABORTED' });
  });

  it('is empty for an empty source', async () => {
    const { done } = await inCompletionOrder([], 2, () => Promise.resolve(1)).next();
    assert.equal(done, true);
  });
});
