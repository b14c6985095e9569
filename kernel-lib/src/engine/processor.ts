/** What a process gets of the processors, where the system tells (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** Of a second of processor time; the same on every Linux a program sees. */
const TICKS = 100;

export interface ProcessorUse {
  /** Processor time it has used since its start, ms, all its threads together. */
  usedMs: number;
  /** Whether one of its threads runs or would run if a processor were free: a process that was stopped or waits for another has none. */
  runnable: boolean;
}

/** @returns null where the system does not say, or the process is gone */
export function processorUse(pid: number): ProcessorUse | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const [, , , , , , , , , , , user, system] = fieldsOf(`/proc/${pid}/stat`);
    return {
      usedMs: ((Number(user) + Number(system)) * 1000) / TICKS,
      runnable: threads.some(thread => fieldsOf(`/proc/${pid}/task/${thread}/stat`)[0] === 'R')
    };
  } catch {
    // No such folder: another system, or a process or thread that ended just now.
    return null;
  }
}

/** What stands after the name, which may hold spaces and brackets itself: the state first. */
function fieldsOf(file: string): string[] {
  const text = readFileSync(file, 'latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
