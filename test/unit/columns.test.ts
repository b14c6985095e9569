import assert from 'node:assert/strict';
import { columns, cutMiddle } from '../../kernel-lib/src/columns';

describe('columns of a terminal', () => {
  it('are two for a wide character and none for a mark', () => {
    assert.equal(columns('face'), 4);
    assert.equal(columns('人脸'), 4);
    assert.equal(columns('😀'), 2);
    assert.equal(columns('é'), 1);
    assert.equal(columns('０：'), 4);
  });

  it('are kept by a name cut in the middle, whose two ends stay', () => {
    const long = '/data/数据集/人脸照片/people/0001/IMG_20240101_120000 (1).jpg';
    for (const width of [20, 32, 33]) {
      const cut = cutMiddle(long, width);
      assert.ok(columns(cut) <= width && columns(cut) >= width - 2, cut);
      assert.ok(cut.startsWith('/data') && cut.includes('…') && cut.endsWith('(1).jpg'), cut);
    }
    assert.equal(cutMiddle('short.jpg', 9), 'short.jpg');
    assert.equal(cutMiddle('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 5).replaceAll('👨‍👩‍👧', '.'), '…..', 'no emoji is torn');
  });
});
