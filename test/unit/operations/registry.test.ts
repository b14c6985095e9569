import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { registrations, Register } from '../../../kernel-lib/src/operations/status/registry';
import type { Session } from '../../../kernel-lib/src/session';
import { setClockOff } from '../clock';

describe('word of a process with engines', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'facegauge-registry-'));
  const session = { device: { description: 'CPU' }, model: { id: 'net', recogniser: null }, workers: [], waiting: 0 };
  after(() => {
    setClockOff(0);
    rmSync(folder, { recursive: true, force: true });
  });

  it('counts the pictures of the last minute when the clock is set forward', async () => {
    const register = new Register(folder, session as unknown as Session, 'test', () => {});
    try {
      setClockOff(-7_200_000);
      for (let i = 0; i < 30; i++) register.count(40);
      setClockOff(0);
      for (let i = 0; i < 30; i++) register.count(40);
      for (const end = performance.now() + 20_000; ; await pause(100)) {
        const [word] = await registrations(folder);
        if (word && word.rate > 0 && word.p50Ms === 40) {
          assert.equal(word.rate, 1);
          break;
        }
        assert.ok(performance.now() < end, JSON.stringify(word));
      }
    } finally {
      await register.close();
    }
  });
});
