/** Whether a process gets of the processors what it wants, where the system tells (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** The most that is believed, ms. */
const LONGEST_WAIT_MS = 120_000;
/** Of a second of processor time; the same on every Linux a program sees. */
const TICKS = 100;

/** How long a process that is silent waited for a processor: on a machine with too much to do it need not hang. */
export class Waiting {
  #waitedMs = 0;
  #last: (ProcessorUse & { at: number }) | null = null;

  /** Milliseconds since `begin` in which it would have run and was not let to, as far as `look` saw. */
  get ms(): number {
    return this.#waitedMs;
  }

  /** It was heard: counts anew. */
  begin(): void {
    this.#waitedMs = 0;
    this.#last = null;
  }

  /** To be called now and then while it is silent. */
  look(pid: number): void {
    const at = performance.now();
    const use = processorUse(pid);
    const last = this.#last;
    this.#last = use && { ...use, at };
    if (!use?.runnable || !last) return;
    const denied = at - last.at - (use.usedMs - last.usedMs);
    if (denied > (at - last.at) / 2) this.#waitedMs = Math.min(LONGEST_WAIT_MS, this.#waitedMs + denied);
  }
}

interface ProcessorUse {
  /** Processor time it has used since its start, ms, all its threads together. */
  usedMs: number;
  /** Whether one of its threads runs or would run if a processor were free: a process that was stopped or waits for another has none. */
  runnable: boolean;
}

/** @returns null where the system does not say, or the process is gone */
function processorUse(pid: number): ProcessorUse | null {
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
