import assert from 'node:assert/strict';
import { processorsOf } from '../../../kernel-lib/src/operations/status/machine';

/** Processor time of this process, ms. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** However long a loaded machine takes to give it. */
const SLICE_MS = 60;
/** Two figures of the system, each in whole ticks. */
const TICKS_MS = 20;

describe('processors of a process', () => {
  it('are those it keeps busy, and nothing for one that is gone', async function () {
    if (process.platform !== 'linux') this.skip();
    const [from, spent] = [performance.now(), used()];
    let looking = true;
    const look = processorsOf([process.pid, 2 ** 30]).finally(() => (looking = false));
    // Between its first look and its second lies one slice at least, as both are taken between slices.
    const burn = (): void => {
      for (const end = used() + SLICE_MS; used() < end;);
      if (looking) setImmediate(burn);
    };
    setImmediate(burn);
    const shares = await look;
    const share = shares.get(process.pid)!;
    const least = (SLICE_MS - TICKS_MS) / (performance.now() - from);
    const most = (used() - spent + TICKS_MS) / 390;
    assert.ok(share >= least - 0.005 && share <= most + 0.005, `${least} ≤ ${share} ≤ ${most}`);
    assert.ok(!shares.has(2 ** 30));
  });
});
