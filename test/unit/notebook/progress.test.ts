import assert from 'node:assert/strict';
import { progress } from '../../../kernel-lib/src/notebook';
import { runningText, stoppedText } from '../../../kernel-lib/src/progress-text';
import { fakeKernel } from './kernel';

async function* counting(to: number, failAt = Infinity) {
  for (let i = 1; i <= to; i++) {
    if (i === failAt) throw new Error('stop');
    yield i;
  }
}

describe('progress', () => {
  let kernel: ReturnType<typeof fakeKernel>;
  beforeEach(() => {
    kernel = fakeKernel();
    kernel.execute();
  });
  afterEach(() => kernel.remove());
  const texts = () => kernel.messages.map(({ data }) => data['text/plain'] as string);

  it('passes everything on and updates one line in place', async () => {
    const seen: number[] = [];
    for await (const i of progress(counting(1000), { total: 1000 })) seen.push(i);
    assert.equal(seen.length, 1000);
    assert.equal(new Set(kernel.messages.map(({ displayId }) => displayId)).size, 1);
    assert.deepEqual(
      kernel.messages.map(({ update }) => update),
      kernel.messages.map((_, i) => i > 0)
    );
    assert.match(texts().at(-1)!, /^1,000 pictures in /);
  });

  it('says where it was stopped, by its reader or by a failure', async () => {
    for await (const i of progress(counting(10), { total: 10 })) if (i === 3) break;
    assert.match(texts().at(-1)!, /^Stopped after 3 of 10 pictures in /);
    await assert.rejects(async () => {
      for await (const _ of progress(counting(10, 5), { total: 10 }));
    }, /stop/);
    assert.match(texts().at(-1)!, /^Stopped after 4 of 10 pictures in /);
  });

  it('says how far, how fast and how long still', () => {
    assert.equal(
      runningText('pictures', 312, 1248, 13),
      '██████░░░░░░░░░░░░░░░░░░ 25 %  312 of 1,248 pictures, 24 a second, 39 s left'
    );
    assert.equal(runningText('files', 0, 10, 0), '░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  0 of 10 files');
    assert.equal(runningText('files', 5, null, 2.5), '5 files, 2.0 a second');
    assert.equal(
      runningText('张图片', 312, 1248, 13, 'zh'),
      '██████░░░░░░░░░░░░░░░░░░ 25 %  312 / 1,248 张图片，每秒 24，剩余 39 秒'
    );
    assert.equal(stoppedText('张图片', 12, null, 'zh'), '已中止：处理了 12 张图片');
  });
});
