/** `facegauge status` and `facegauge restart`: who is working, and the wish that they begin anew. */
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { decimal, milliseconds, quality } from '../drawing';
import { askForRestart, homeOf, registrations, statusOf, type EngineStatus, type Status } from '../operations';
import { locateStore } from '../store';
import { POLICY_KEYS } from '../verification';
import { DONE } from './exit';
import { listenForInterruption } from './interruption';
import { log, Output } from './streams';

const EVERY_MS = 2000;

interface StatusFlags {
  store?: string;
  json?: boolean;
  watch?: boolean;
}

export function statusCommand(): Command {
  return new Command('status')
    .description('Engines of all processes, today’s pictures, thresholds, outbox, last errors.')
    .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
    .option('--watch', 'again every two seconds')
    .option('--json', 'as JSON')
    .action(status);
}

export function restartCommand(): Command {
  return new Command('restart')
    .description('Replace the engine processes beside a store; what is in work is finished first.')
    .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
    .action(restart);
}

async function status({ store, json, watch }: StatusFlags): Promise<void> {
  const interruption = listenForInterruption();
  const output = new Output();
  const file = store ?? locateStore(process.env, process.cwd());
  try {
    for (;;) {
      const report = await statusOf(file);
      if (json) await output.json(report);
      else await output.line(`${watch && process.stdout.isTTY ? '\n' : ''}${linesOf(report).join('\n')}`);
      if (!watch || output.closed.aborted) break;
      await pause(EVERY_MS, undefined, { signal: interruption.signal }).catch(() => undefined);
      if (interruption.signal.aborted) break;
    }
    process.exitCode = DONE;
  } finally {
    interruption.release();
  }
}

async function restart({ store }: { store?: string }): Promise<void> {
  const home = homeOf(store ?? locateStore(process.env, process.cwd()));
  const running = await registrations(home.engines);
  if (running.length === 0) return log('No process with an engine keeps its record there.');
  askForRestart(home.folder);
  log(`Asked ${running.map(({ what, pid }) => `${what} (${pid})`).join(', ')}; each begins anew within seconds.`);
}

function linesOf({ machine, gpus, engines, store, errors }: Status): string[] {
  const lines = [
    `machine   ${machine.cores} cores, load ${decimal(machine.load, 1)}, ${megabytes(machine.memoryFree)} of ${megabytes(machine.memory)} free`,
    ...gpus.map(
      ({ index, name, load, memory, memoryUsed, pids }) =>
        `gpu ${index}     ${name}, ${Math.round(100 * load)} % busy, ${megabytes(memoryUsed)} of ${megabytes(memory)} used by ${pids.length} processes`
    ),
    ...(engines.length ? engines.flatMap(engineLines) : ['engines   none is running'])
  ];
  if (store) {
    const { today, outbox, policy, model } = store;
    const mean = today.meanQuality === null ? '–' : quality(today.meanQuality);
    const times =
      today.p50 === null ? '' : `, ${milliseconds(today.p50)} a picture, ${milliseconds(today.p95!)} for 1 in 20`;
    lines.push(
      `store     ${store.file} (${megabytes(store.bytes)})`,
      `today     ${today.pictures} pictures, mean quality ${mean}, ${today.low} low, ${today.notAcquired} without a face, ${today.failed} failed${times}`,
      `policy    ${model === null ? '' : `${model}: `}${POLICY_KEYS.map(key => `${key} ${policy[key].value ?? 'off'} (${policy[key].origin})`).join(' · ')}`,
      `outbox    ${outbox.waiting} wait, ${outbox.dead} given up`
    );
  } else lines.push('store     none yet');
  for (const { time, msg, source } of errors) lines.push(`error     ${time}  ${msg}  (${source})`);
  return lines;
}

function engineLines({ what, pid, device, model, workers, waiting, rate, p50Ms, p95Ms }: EngineStatus): string[] {
  const times = p50Ms === null ? '' : `, ${milliseconds(p50Ms)} / ${milliseconds(p95Ms!)} a picture`;
  return [
    `engines   ${what} (${pid}): ${model}, ${device}; ${decimal(rate, 1)} pictures/s in the last minute${times}; ${waiting} wait`,
    ...workers.map(worker => {
      const minutes = Math.floor((Date.now() - worker.startedAt) / 60_000);
      const memory = worker.memory === null ? '' : `, ${megabytes(worker.memory)}`;
      const busy = worker.processors === null ? '' : `, ${Math.round(100 * worker.processors)} % of a processor`;
      return `            worker ${worker.pid}: ${worker.inFlight} in work, up ${minutes} min, ${worker.restarts} restarts${memory}${busy}`;
    })
  ];
}

function megabytes(bytes: number): string {
  return bytes >= 9.95e8 ? `${decimal(bytes / 1e9, 1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
