/** Keeps a watch running: one that dies is started again, and signals go through to it. */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** Set in the process that does the work. */
export const SUPERVISED = 'FACEGAUGE_SUPERVISED';

/** Pauses before the first, second … start after a death, ms; one that lived for `STABLE_MS` starts the row anew. */
const PAUSES = [500, 1_000, 2_000, 5_000, 15_000, 60_000];
const STABLE_MS = 5_000;
/** Exit codes of a process that has said what is wrong itself: starting it again would say the same. */
const MOST_OWN_CODE = 2;

/**
 * @param argv of the process, after the program's own path
 * @param onRestart told why, in words
 * @returns the exit code of the last one
 */
export async function supervise(argv: readonly string[], onRestart: (why: string) => void): Promise<number> {
  let child: ReturnType<typeof spawn> | null = null;
  let stopping = false;
  const pass = (signal: NodeJS.Signals) => (): void => {
    stopping = true;
    child?.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listeners = signals.map(signal => [signal, pass(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  try {
    for (let deaths = 0; ;) {
      const from = performance.now();
      child = spawn(process.execPath, [...process.execArgv, ...argv], {
        stdio: 'inherit',
        env: { ...process.env, [SUPERVISED]: '1' },
        // A terminal's Ctrl-C reaches the whole group: it must arrive once.
        detached: true
      });
      const { code, signal } = await ended(child);
      if (code !== null && (code <= MOST_OWN_CODE || stopping)) return code;
      if (stopping) return 1;
      deaths = performance.now() - from > STABLE_MS ? 1 : deaths + 1;
      const after = PAUSES[Math.min(deaths, PAUSES.length) - 1];
      onRestart(`The watch ended (${signal ?? `code ${code}`}); it is started again in ${after / 1000} s.`);
      await pause(after);
      if (stopping) return 0;
    }
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', reject);
  });
}
