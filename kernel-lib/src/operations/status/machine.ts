/** What the machine says of its processes and GPUs. Where it cannot be asked, nothing is said. */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Resident memory of a process, bytes; null where the system does not tell. */
export async function memoryOf(pid: number): Promise<number | null> {
  const text = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** Linux counts processor time in hundredths of a second for whoever asks, whatever the kernel's own clock. */
const TICK_MS = 10;
/** How long processes are looked at: enough ticks for a figure, short enough for a terminal. */
const LOOK_MS = 400;

/**
 * Processors that processes keep busy just now: 1 = one of them wholly.
 * @returns by process id; those the system tells nothing of are missing
 */
export async function processorsOf(pids: readonly number[]): Promise<Map<number, number>> {
  if (pids.length === 0) return new Map();
  const from = performance.now();
  const before = await Promise.all(pids.map(timeOf));
  await pause(LOOK_MS);
  const after = await Promise.all(pids.map(timeOf));
  const passed = performance.now() - from;
  const shares = new Map<number, number>();
  pids.forEach((pid, i) => {
    const [a, b] = [before[i], after[i]];
    if (a !== null && b !== null) shares.set(pid, Math.round((100 * (b - a)) / passed) / 100);
  });
  return shares;
}

/** Processor time of a process, ms; null where the system does not tell. */
async function timeOf(pid: number): Promise<number | null> {
  const text = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name of the program, in parentheses, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isFinite(ticks) ? ticks * TICK_MS : null;
}

export interface MachineReport {
  cores: number;
  /** Processes that want a core, of the last minute. */
  load: number;
  /** Bytes. */
  memory: number;
  memoryFree: number;
}

export function machine(): MachineReport {
  return { cores: os.availableParallelism(), load: os.loadavg()[0], memory: os.totalmem(), memoryFree: os.freemem() };
}

export interface GpuReport {
  index: number;
  name: string;
  /** 0..1 */
  load: number;
  /** Bytes. */
  memory: number;
  memoryUsed: number;
  /** Processes that use it, by the driver. */
  pids: number[];
}

const MEBIBYTE = 1024 * 1024;

/** By the driver's own tool; empty where there is none. */
export async function gpus(): Promise<GpuReport[]> {
  const [cards, users] = await Promise.all([
    ask('--query-gpu=index,uuid,name,utilization.gpu,memory.total,memory.used'),
    ask('--query-compute-apps=gpu_uuid,pid')
  ]);
  return cards.map(([index, uuid, name, load, memory, used]) => ({
    index: Number(index),
    name,
    load: Number(load) / 100,
    memory: Number(memory) * MEBIBYTE,
    memoryUsed: Number(used) * MEBIBYTE,
    pids: users.filter(([of]) => of === uuid).map(([, pid]) => Number(pid))
  }));
}

async function ask(what: string): Promise<string[][]> {
  try {
    const { stdout } = await run('nvidia-smi', [what, '--format=csv,noheader,nounits'], { timeout: 5000 });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map(line => line.split(', '));
  } catch {
    return [];
  }
}
