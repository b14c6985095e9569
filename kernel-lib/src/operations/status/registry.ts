/** Word of every process that has an engine, for `facegauge status`: one small file each, beside the store. */
import fs from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Session } from '../../session';

/** What a process says of itself. */
export interface Registration {
  version: 1;
  pid: number;
  host: string;
  /** `notebook`, `facegauge score` …: what it is, for people. */
  what: string;
  /** UTC ms. */
  startedAt: number;
  at: number;
  device: string;
  model: string;
  workers: { pid: number; startedAt: number; restarts: number; inFlight: number }[];
  /** Pictures that wait in line. */
  waiting: number;
  /** Of the last minute: pictures a second, and ms a picture (null while there are none). */
  rate: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

/** How often word is given, and after how long without it a process is taken for gone, ms. */
const EVERY_MS = 1_000;
const STALE_MS = 30_000;
/** Written at least this often, that readers know it lives. */
const BEAT_MS = 10_000;
const MINUTE_MS = 60_000;

export class Register {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  /** `at` and `#saidAt` are times of `performance.now()`: whoever sets the clock changes no rate. */
  readonly #recent: { at: number; ms: number }[] = [];
  readonly #startedAt = Date.now();
  #said = '';
  #saidAt = 0;
  #broken = false;
  readonly #forget: () => void;

  /**
   * @param folder of the registrations
   * @param every looked at each second as well
   */
  constructor(
    private readonly folder: string,
    private readonly session: Session,
    private readonly what: string,
    private readonly every: () => void
  ) {
    this.#file = path.join(folder, `${process.pid}-${this.#startedAt.toString(36)}.json`);
    this.#timer = setInterval(() => void this.#beat(), EVERY_MS).unref();
    this.#forget = () => rmSync(this.#file, { force: true });
    process.once('exit', this.#forget);
    void this.#beat();
  }

  /** One more picture that took so long, ms. */
  count(ms: number): void {
    this.#recent.push({ at: performance.now(), ms });
    this.#trim();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    process.off('exit', this.#forget);
    await fs.rm(this.#file, { force: true });
  }

  #trim(): void {
    const from = performance.now() - MINUTE_MS;
    while (this.#recent.length > 0 && this.#recent[0].at < from) this.#recent.shift();
  }

  async #beat(): Promise<void> {
    this.every();
    this.#trim();
    const { at, ...rest } = this.#registration();
    const text = JSON.stringify(rest);
    const now = performance.now();
    if (this.#broken || (text === this.#said && now - this.#saidAt < BEAT_MS)) return;
    this.#said = text;
    this.#saidAt = now;
    try {
      await fs.mkdir(this.folder, { recursive: true });
      await fs.writeFile(`${this.#file}~`, JSON.stringify({ ...rest, at }));
      await fs.rename(`${this.#file}~`, this.#file);
    } catch {
      // A folder that takes no files costs the status, and nothing else: the record warns of it.
      this.#broken = true;
    }
  }

  #registration(): Registration {
    const { device, model, workers, waiting } = this.session;
    const times = this.#recent.map(({ ms }) => ms).sort((a, b) => a - b);
    const at = (share: number): number | null =>
      times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? null;
    return {
      version: 1,
      pid: process.pid,
      host: hostname(),
      what: this.what,
      startedAt: this.#startedAt,
      at: Date.now(),
      device: device.description,
      model: model.recogniser ?? model.id,
      workers,
      waiting,
      rate: Math.round((times.length / (MINUTE_MS / 1000)) * 100) / 100,
      p50Ms: at(0.5),
      p95Ms: at(0.95)
    };
  }
}

/** The processes that live; files of those that are gone are swept away. */
export async function registrations(folder: string, now = Date.now()): Promise<Registration[]> {
  const names = await fs.readdir(folder).catch(() => [] as string[]);
  const living: Registration[] = [];
  for (const name of names.filter(one => one.endsWith('.json'))) {
    const file = path.join(folder, name);
    const entry = await read(file);
    if (entry && isAlive(entry, now)) living.push(entry);
    else await fs.rm(file, { force: true }).catch(() => undefined);
  }
  return living.sort((a, b) => a.startedAt - b.startedAt);
}

async function read(file: string): Promise<Registration | null> {
  try {
    const entry = JSON.parse(await fs.readFile(file, 'utf8')) as Registration;
    return entry.version === 1 && Number.isInteger(entry.pid) ? entry : null;
  } catch {
    return null;
  }
}

/** On this machine the process itself is asked; of another one only its word is known. */
function isAlive({ pid, host, at }: Registration, now: number): boolean {
  if (host !== hostname()) return now - at < STALE_MS;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
