/** Everything `facegauge status` shows, as data. */
import { existsSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { readLog, type LogEntry } from '../log';
import { homeOf } from '../home';
import { Store, type OutboxCounts, type PolicyInForce, type Summary } from '../../store';
import { gpus, machine, memoryOf, processorsOf, type GpuReport, type MachineReport } from './machine';
import { registrations, type Registration } from './registry';

export interface EngineStatus extends Omit<Registration, 'workers' | 'version'> {
  workers: (Registration['workers'][number] & {
    /** Resident, bytes; null where the system does not tell, or it runs on another machine. */
    memory: number | null;
    /** Processors it keeps busy: 1 = one of them wholly; null likewise. */
    processors: number | null;
  })[];
}

export interface Status {
  at: number;
  machine: MachineReport;
  gpus: GpuReport[];
  engines: EngineStatus[];
  store: {
    file: string;
    /** With what has not been taken into the file yet. */
    bytes: number;
    today: Summary;
    /** Of the embedding network that was used last; null while none was. */
    model: string | null;
    policy: PolicyInForce;
    outbox: OutboxCounts;
  } | null;
  /** Newest last. */
  errors: LogEntry[];
}

const ERRORS = 5;

/**
 * @param store the store's file
 * @throws FacegaugeError of the store, where it is there and cannot be read
 */
export async function statusOf(store: string, now = Date.now()): Promise<Status> {
  const home = homeOf(store);
  const errors: LogEntry[] = [];
  for await (const entry of readLog(home.log, { level: 'error', last: ERRORS })) errors.push(entry);
  const [engines, cards] = await Promise.all([enginesOf(await registrations(home.engines, now)), gpus()]);
  return { at: now, machine: machine(), gpus: cards, engines, store: await storeStatus(store, now), errors };
}

/** Process ids of another machine mean nothing here. */
async function enginesOf(registered: Registration[]): Promise<EngineStatus[]> {
  const here = registered.filter(({ host }) => host === hostname()).flatMap(({ workers }) => workers);
  const pids = here.map(({ pid }) => pid);
  const processors = await processorsOf(pids);
  const memory = new Map(await Promise.all(pids.map(async pid => [pid, await memoryOf(pid)] as const)));
  return registered.map(({ workers, version: _, ...rest }) => {
    const ours = rest.host === hostname();
    const figures = (pid: number) => ({
      memory: (ours && memory.get(pid)) || null,
      processors: (ours ? processors.get(pid) : null) ?? null
    });
    return { ...rest, workers: workers.map(worker => ({ ...worker, ...figures(worker.pid) })) };
  });
}

async function storeStatus(file: string, now: number): Promise<Status['store']> {
  if (!existsSync(file)) return null;
  const store = Store.open(file, { readOnly: true });
  try {
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    const today = store.summary(midnight, now + 1);
    const model = store.newestModel();
    const policy = store.policyInForce(model ?? undefined);
    return { file, bytes: sizeOf(file) + sizeOf(`${file}-wal`), today, model, policy, outbox: store.outbox.counts() };
  } finally {
    await store.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
