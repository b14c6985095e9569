import assert from 'node:assert/strict';
import { sameSpec, specOf } from '../../../kernel-lib/src/audit/spec';

describe('what an audit was asked for', () => {
  const kept = (detector?: string) => JSON.parse(JSON.stringify(specOf(['set'], { source: 'folder' }, {}, detector)));

  it('is the same again with the same detector only; a run that does not say which is gone on with', () => {
    const now = specOf(['set'], { source: 'folder' }, {}, 'onepass-s');
    assert.equal(sameSpec(kept('onepass-s'), now), true);
    assert.equal(sameSpec(kept('mtcnn-s'), now), false);
    assert.equal(sameSpec(kept(), now), true);
  });
});
