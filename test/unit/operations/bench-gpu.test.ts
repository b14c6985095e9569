import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { hasNvidiaGpu } from '../../../kernel-lib/src/engine';

describe('npm run bench:gpu', () => {
  it('says plainly that there is no GPU, shows no stack and no figure', async function () {
    if (hasNvidiaGpu()) this.skip();
    this.timeout(180_000);
    const root = path.resolve(__dirname, '../../..');
    const { code, out, err } = await new Promise<{ code: unknown; out: string; err: string }>(resolve =>
      execFile(process.execPath, ['--import', 'tsx', 'test/bench/gpu.ts'], { cwd: root }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, out, err })
      )
    );
    assert.equal(code, 2, 'nothing was measured');
    assert.match(err, /^Nothing was measured: there is no CUDA to measure\./m);
    assert.doesNotMatch(out + err, /^\s+at /m);
    assert.doesNotMatch(out, /ms a face/);
  });
});
