/** Reads a log back: from its files, oldest first, and on as it grows. */
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { logFiles } from './files';
import type { LogLevel } from './lines';

/** One line as it was written. */
export interface LogEntry {
  level: LogLevel;
  /** ISO 8601, UTC. */
  time: string;
  msg: string;
  sample: number | null;
  source: string;
  run: number | null;
  pid: number;
}

const RANK: Readonly<Record<string, number>> = { info: 30, warn: 40, error: 50 };

/** How often a followed log is looked at, ms. */
const EVERY_MS = 300;

export interface ReadOptions {
  /** Nothing less serious. Default info. */
  level?: LogLevel;
  /** Goes on until `signal` is aborted. */
  follow?: boolean;
  /** Only the last lines of what is there, by number. Default: all. */
  last?: number;
  signal?: AbortSignal;
}

/** @param log its stable name; a log that is not there (yet) has no lines */
export async function* readLog(log: string, options: ReadOptions = {}): AsyncGenerator<LogEntry, void, undefined> {
  const { level = 'info', follow = false, last, signal } = options;
  const least = RANK[level];
  const serious = (line: string): LogEntry[] => {
    const entry = parse(line);
    return entry && (RANK[entry.level] ?? 0) >= least ? [entry] : [];
  };
  const old: LogEntry[] = [];
  let place = { file: '', offset: 0 };
  for (const file of await logFiles(log)) {
    const { size } = await fs.stat(file);
    for await (const line of linesOf(file, 0, size)) {
      old.push(...serious(line));
      if (last !== undefined && old.length > last) old.shift();
      if (last === undefined) yield* old.splice(0);
    }
    place = { file, offset: size };
  }
  yield* old;
  while (follow && !signal?.aborted) {
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
    const files = await logFiles(log);
    const from = files.indexOf(place.file);
    for (const file of from < 0 ? files : files.slice(from)) {
      const start = file === place.file ? place.offset : 0;
      const size = await wholeLines(file, start);
      for await (const line of linesOf(file, start, size)) yield* serious(line);
      place = { file, offset: size };
    }
  }
}

async function* linesOf(file: string, start: number, end: number): AsyncGenerator<string> {
  if (end <= start) return;
  const input = createReadStream(file, { start, end: end - 1 });
  yield* createInterface({ input, crlfDelay: Infinity });
}

/** Up to where the file consists of whole lines. */
async function wholeLines(file: string, start: number): Promise<number> {
  const handle = await fs.open(file);
  try {
    const { size } = await handle.stat();
    if (size <= start) return start;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    return start + buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
  } finally {
    await handle.close();
  }
}

/** Another program's line in the file is not ours to show. */
function parse(line: string): LogEntry | null {
  try {
    const entry = JSON.parse(line) as LogEntry;
    return typeof entry?.msg === 'string' && typeof entry.level === 'string' ? entry : null;
  } catch {
    return null;
  }
}
