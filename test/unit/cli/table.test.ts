import assert from 'node:assert/strict';
import { columns } from '../../../kernel-lib/src/cli/table';

describe('columns of a terminal', () => {
  it('are two for a wide character and none for a mark', () => {
    assert.equal(columns('face'), 4);
    assert.equal(columns('人脸'), 4);
    assert.equal(columns('😀'), 2);
    assert.equal(columns('é'), 1);
    assert.equal(columns('０：'), 4);
  });
});
