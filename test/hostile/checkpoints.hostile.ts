import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../../kernel-lib/src/errors';
import { openCheckpoint } from '../../kernel-lib/src/models';
import { fuzz, LONGEST_MS } from '../unit/models/fuzz';
import { figure, short } from './figures';

const ORACLES = path.resolve(__dirname, '../../../shared/oracles/hostile');

describe('hostile checkpoints', () => {
  it('mutated files end no process, hang none and cost at most three times their length', async () => {
    const small = await fuzz(1000, 1000 + (short ? 200 : 10_000));
    const large = await fuzz(0, short ? 6 : 200, 'large');
    const slowest = Math.max(small.slowestMs, large.slowestMs);
    figure(
      `${small.files + large.files} mutated checkpoints (${small.read + large.read} read, the others refused), ` +
        `slowest ${slowest.toFixed(0)} ms, memory ${large.growth.toFixed(1)} × file`
    );
    assert.ok(large.growth <= 3);
  });

  it('crafted files are refused by name, in time', async function () {
    if (!existsSync(ORACLES)) {
      console.log('      skipped: ../shared/oracles/hostile is absent');
      return this.skip();
    }
    let slowest = 0;
    const files = (await fs.readdir(ORACLES)).filter(name => name.endsWith('.pt'));
    for (const name of files) {
      const before = process.cpuUsage();
      const error: unknown = await openCheckpoint(path.join(ORACLES, name)).catch((e: unknown) => e);
      const { user, system } = process.cpuUsage(before);
      slowest = Math.max(slowest, (user + system) / 1000);
      assert.ok(error instanceof FacegaugeError, name);
      assert.match(error.code, /^CHECKPOINT_/, name);
      assert.ok(error.message.length < 1000, name);
    }
    figure(`${files.length} crafted checkpoints refused, slowest ${slowest.toFixed(0)} ms`);
    assert.ok(slowest < LONGEST_MS);
  });
});
