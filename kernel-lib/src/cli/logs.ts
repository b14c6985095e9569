/** `facegauge logs`: what has been said of each picture, for people. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { homeOf, readLog, type LogEntry, type LogLevel } from '../operations';
import { locateStore } from '../store';
import { DONE } from './exit';
import { listenForInterruption } from './interruption';
import { Output } from './streams';

interface LogFlags {
  store?: string;
  follow?: boolean;
  level: LogLevel;
  lines: number;
  json?: boolean;
}

export function logsCommand(): Command {
  return new Command('logs')
    .description('What has been said of each picture: the log beside the store.')
    .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
    .option('-f, --follow', 'go on as it grows')
    .addOption(new Option('--level <level>', 'nothing less serious').choices(['info', 'warn', 'error']).default('info'))
    .option('-n, --lines <n>', 'how many of the last lines', count, 100)
    .option('--json', 'as they are in the file')
    .action(logs);
}

async function logs({ store, follow, level, lines, json }: LogFlags): Promise<void> {
  const interruption = listenForInterruption();
  const output = new Output();
  try {
    const { log } = homeOf(store ?? locateStore(process.env, process.cwd()));
    const signal = interruption.signal;
    for await (const entry of readLog(log, { level, follow, last: lines, signal })) {
      await (json ? output.json(entry) : output.line(lineOf(entry)));
      if (output.closed.aborted) break;
    }
    process.exitCode = interruption.code() ?? DONE;
  } finally {
    interruption.release();
  }
}

/** `2026-11-24 22:40:03  warn   Face detection failed  (gate 3, sample 812, run 4)` */
function lineOf({ time, level, msg, source, sample, run }: LogEntry): string {
  const when = new Date(time);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  const clock = [when.getHours(), when.getMinutes(), when.getSeconds()].map(two).join(':');
  const where = [source, sample !== null && `sample ${sample}`, run !== null && `run ${run}`]
    .filter(Boolean)
    .join(', ');
  return `${day} ${clock}  ${level.padEnd(5)}  ${msg}  (${where})`;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}
