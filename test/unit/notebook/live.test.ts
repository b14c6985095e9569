import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { LIVE_MIME, LiveChannel } from '../../../kernel-lib/src/notebook/live';
import { Throttle } from '../../../kernel-lib/src/notebook/throttle';
import { POLICY } from '../cards/fixtures';
import { fakeKernel } from './kernel';

const settled = () => new Promise<void>(resolve => setImmediate(resolve));

describe('throttle', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'] }));
  afterEach(() => mock.timers.reset());

  it('runs at once, then at most once an interval, and makes up for the rest', () => {
    let runs = 0;
    const throttle = new Throttle(
      500,
      () => runs++,
      () => Date.now()
    );
    throttle.request();
    assert.equal(runs, 1);
    for (let i = 0; i < 10; i++) throttle.request();
    assert.equal(runs, 1);
    mock.timers.tick(500);
    assert.equal(runs, 2);
    mock.timers.tick(5000);
    assert.equal(runs, 2);
    throttle.request();
    assert.equal(runs, 3);
    throttle.request();
    throttle.flush();
    assert.equal(runs, 4);
    throttle.flush();
    throttle.request();
    throttle.cancel();
    mock.timers.tick(5000);
    assert.equal(runs, 4);
  });
});

describe('live channel', () => {
  let kernel: ReturnType<typeof fakeKernel>;
  beforeEach(() => {
    kernel = fakeKernel();
    kernel.execute();
  });
  afterEach(() => kernel.remove());

  const result = (quality: number | null) => ({ kind: 'sample', quality }) as never;
  const failure = () => ({ kind: 'not-acquired', quality: null, error: { code: 'NO_FACE' } }) as never;

  it('updates a display that was never shown, with sums and nothing of a picture', async () => {
    const channel = new LiveChannel({ policy: POLICY, store: null });
    [result(0.8), result(0.2), result(null), failure()].forEach(r => channel.count(r));
    channel.close();
    await settled();
    assert.ok(kernel.messages.length > 0);
    assert.ok(kernel.messages.every(({ update, displayId }) => update && displayId));
    assert.equal(new Set(kernel.messages.map(({ displayId }) => displayId)).size, 1);
    assert.deepEqual(Object.keys(kernel.messages[0].data), [LIVE_MIME]);
    const { at, ...news } = kernel.messages.at(-1)!.data[LIVE_MIME];
    assert.ok(Number.isInteger(at));
    assert.deepEqual(news, {
      version: 1,
      state: 'closed',
      pictures: 4,
      meanQuality: 0.5,
      low: 1,
      failures: 1,
      store: null
    });
  });

  it('sends the news once what they tell of is in the store, and even if the store refuses', async () => {
    let write!: () => void;
    const store = { file: '/somewhere/facegauge.db', flush: () => new Promise<void>(resolve => (write = resolve)) };
    new LiveChannel({ policy: POLICY, store: store as never }).count(result(0.8));
    await settled();
    assert.equal(kernel.messages.length, 0);
    write();
    await settled();
    assert.equal(kernel.messages[0].data[LIVE_MIME].store, '/somewhere/facegauge.db');
    const broken = { file: 'x', flush: () => Promise.reject(new Error('disk full')) };
    new LiveChannel({ policy: POLICY, store: broken as never }).count(result(0.8));
    await settled();
    assert.equal(kernel.messages.length, 2);
  });

  it('says when it works, again and again however long a picture takes, and when it rests', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    try {
      const channel = new LiveChannel({ policy: POLICY, store: null });
      const pass = async (ms: number) => {
        mock.timers.tick(ms);
        await settled();
      };
      const states = () => kernel.messages.splice(0).map(({ data }) => data[LIVE_MIME].state as string);
      channel.begin();
      await pass(600);
      assert.deepEqual(states(), ['open']);
      channel.working(1);
      for (let s = 0; s < 10; s++) await pass(1000);
      const working = states();
      assert.ok(working.length >= 5, 'a message every two seconds');
      assert.ok(working.every(state => state === 'working'));
      // The next picture of a loop comes a moment later.
      channel.working(0);
      await pass(500);
      channel.working(1);
      await pass(600);
      assert.ok(!states().includes('open'));
      channel.working(0);
      await pass(1000);
      await pass(600);
      assert.deepEqual(states().slice(-1), ['open']);
      await pass(10_000);
      assert.deepEqual(states(), []);
      channel.close();
      await pass(10_000);
      assert.deepEqual(states(), ['closed']);
    } finally {
      mock.timers.reset();
    }
  });
});
