/** `facegauge doctor`: what is wrong around facegauge, and what to do about it. */
import { Command } from 'commander';
import { examine, type CheckResult, type Health } from '../operations';
import { locateStore } from '../store';
import { DONE, FAILED } from './exit';
import { Output } from './streams';

const MARKS: Readonly<Record<Health, string>> = { ok: '✓', warning: '!', fault: '✗' };

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Look at machine, networks, store, log and what came in lately; exit 1 where something is wrong.')
    .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
    .option('--json', 'as JSON')
    .action(doctor);
}

async function doctor({ store, json }: { store?: string; json?: boolean }): Promise<void> {
  const output = new Output();
  const results = await examine(store ?? locateStore(process.env, process.cwd()));
  if (json) await output.json(results);
  else for (const result of results) await output.line(lineOf(result));
  process.exitCode = results.every(({ health }) => health === 'ok') ? DONE : FAILED;
}

function lineOf({ health, found, action }: CheckResult): string {
  return `${MARKS[health]} ${found}${action ? `\n    ${action}` : ''}`;
}
