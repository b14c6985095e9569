/** Who is whose child, read from Linux's /proc, and waiting for what processes do. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Empty where it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** The engine processes of a program. */
export const enginesOf = (pid: number): number[] =>
  childrenOf(pid).filter(child => commandOf(child).includes('worker'));

/** @returns what `look` gives once it is something; fails after `patienceMs` */
export async function until<T>(
  look: () => T | Promise<T>,
  patienceMs = 120_000
): Promise<Exclude<T, false | 0 | null | undefined>> {
  for (const end = Date.now() + patienceMs; ; await pause(20)) {
    const found = await look();
    if (found) return found as Exclude<T, false | 0 | null | undefined>;
    if (Date.now() > end) assert.fail('it takes too long');
  }
}

/** Those whose command line has `words` in it. */
export const processesWith = (words: string): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => pid !== process.pid && commandOf(pid).includes(words));

/** Ends a process at once; it may just have ended by itself. */
export function slay(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
