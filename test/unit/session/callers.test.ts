import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { open, type PictureResult, type Session } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';

/** An aligned crop costs no detection: what is tested is who gets a turn. */
const CROP = readFileSync(sample('p01-a.jpg'));
const OPTIONS = { aligned: true } as const;

describe('callers of one session', function () {
  this.timeout(240_000);
  let session: Session;
  before(async () => {
    session = await open({ device: 'cpu', processes: 2 });
  });
  after(() => session.close());

  it('get fair turns: none of eight is done before the others are well on their way', async () => {
    const done = Array.from({ length: 8 }, () => 0);
    let whenFirst: number[] | null = null;
    await Promise.all(
      done.map(async (_, caller) => {
        for await (const _result of session.extractAll(
          Array.from({ length: 10 }, () => CROP),
          OPTIONS
        ))
          done[caller]++;
        whenFirst ??= [...done];
      })
    );
    assert.deepEqual(
      done,
      Array.from({ length: 8 }, () => 10)
    );
    assert.ok(Math.min(...whenFirst!) >= 4, `when the first was done, the others had ${whenFirst}`);
  });

  it('may be sixty-four: nothing is dropped, and no more is taken from their sources than can be in work', async () => {
    const callers = 64;
    const each = 1;
    let taken = 0;
    let given = 0;
    let most = 0;
    function* source(): Generator<Buffer> {
      for (let i = 0; i < 1000; i++) {
        taken++;
        most = Math.max(most, taken - given);
        yield CROP;
      }
    }
    const counts = await Promise.all(
      Array.from({ length: callers }, async () => {
        let n = 0;
        for await (const result of session.extractAll(source(), OPTIONS) as AsyncIterable<PictureResult>) {
          given++;
          assert.equal(result.kind, 'sample');
          if (++n === each) break;
        }
        return n;
      })
    );
    assert.deepEqual(new Set(counts), new Set([each]));
    // Eight a caller, and the one that each has asked for.
    assert.ok(most <= callers * 9, `${most} were taken and not yet given back`);
  });
});
