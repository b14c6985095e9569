import assert from 'node:assert/strict';
import path from 'node:path';
import { toResult } from '../../../kernel-lib/src/session/results';
import { Recorder } from '../../../kernel-lib/src/session/recorder';
import { Store } from '../../../kernel-lib/src/store';
import { useFolder } from '../store/sample';
import { context, extraction, failure } from './answers';

describe('the record of a session', () => {
  const folder = useFolder();

  it('holds no thumbnail and no embedding where they are turned off; everything else stays', async () => {
    const kept = async (keep: ConstructorParameters<typeof Recorder>[2]) => {
      const file = path.join(folder(), `${JSON.stringify(keep).replace(/\W/g, '')}.db`);
      const recorder = new Recorder(file, warning => assert.fail(warning.message), keep);
      const result = toResult(extraction(), context());
      const faceless = toResult(failure, context());
      for (const one of [faceless, result])
        await recorder.record(one, { run: null, model: 'rts-s', recogniser: null } as never);
      await recorder.close();
      assert.ok(result.kind === 'sample' && result.embedding.length === 512);
      const store = Store.open(file, { readOnly: true });
      const [none, row] = [...store.samples()];
      await store.close();
      assert.equal(row.quality, result.quality);
      // A picture without a face is kept small too, and shows people all the same.
      assert.deepEqual(none.thumbnail && [...none.thumbnail], keep?.thumbnails === false ? null : [1, 2, 4]);
      return [row.thumbnail !== null, row.embedding !== null, row.embeddingModel !== null];
    };
    assert.deepEqual(await kept({}), [true, true, true]);
    assert.deepEqual(await kept({ thumbnails: false }), [false, true, true]);
    assert.deepEqual(await kept({ embeddings: false }), [true, false, false]);
    assert.deepEqual(await kept({ thumbnails: false, embeddings: false }), [false, false, false]);
  });
});
