/**
 * The engine: worker processes fed with pictures. Inference never runs on the caller's thread, and no way for a worker
 * to die loses or doubles a result.
 */
import os from 'node:os';
import { FacegaugeError } from '../errors';
import type { Device, ExtractOptions, Extraction, FailureToAcquire, ImageInput } from '../types';
import { DEFAULT_BATCH, gpusOf, inFlightOf, processesOn } from './capacity';
import { describeDevice, devicesToTry, fallbackWarning, smallerBatches, type DeviceReport } from './devices';
import type { Answer, Answered, Refusal, SentError } from './messages';
import { answerOf, closed } from './outcomes';
import { checkEngineOptions, type EngineOptions } from './options';
import { Queue } from './queue';
import { checkInput, checkOptions } from './request';
import { Seat } from './seat';
import { Supervisor } from './supervisor';
import { Task } from './task';

export interface WorkerReport {
  pid: number;
  /** UTC ms. */
  startedAt: number;
  /** How often it was replaced before. */
  restarts: number;
  /** Pictures it works on. */
  inFlight: number;
}

/** One in inference, one decoded, one being decoded: a CPU worker is never idle. */
const CPU_DEPTH = 3;

export class Engine {
  readonly #options: EngineOptions;
  readonly #seats: Seat[] = [];
  readonly #queue = new Queue();
  readonly #supervisor: Supervisor;
  #report: DeviceReport | null = null;
  #failure: FacegaugeError | null = null;
  #closed = false;
  #opening: { resolve: () => void; reject: (error: FacegaugeError) => void } | null = null;

  /**
   * Starts the workers and waits for the first one that is ready.
   * @throws FacegaugeError ENGINE_START_FAILED, MODEL_CORRUPT, MODEL_CONTRACT, INVALID_ARGUMENT
   */
  static async start(options: EngineOptions): Promise<Engine> {
    const engine = new Engine(checkEngineOptions(options));
    await engine.#open();
    return engine;
  }

  private constructor(options: EngineOptions) {
    this.#options = options;
    this.#supervisor = new Supervisor(this.#seats, options);
  }

  /** Device asked for and device used. */
  get device(): DeviceReport {
    return this.#report!;
  }

  /** Process ids of the workers alive. */
  get pids(): number[] {
    return this.#seats.flatMap(({ pid }) => pid ?? []);
  }

  /** The processes, for whoever watches them. */
  get workers(): WorkerReport[] {
    return this.#seats.flatMap(({ pid, startedAt, restarts, tasks }) =>
      pid === undefined ? [] : { pid, startedAt, restarts, inFlight: tasks.size }
    );
  }

  /** Pictures that wait in line. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Replaces every worker once what it has in work is done; nothing is lost, and what waits goes on with the new ones. */
  renew(): void {
    if (this.#closed) return;
    this.#seats.forEach(seat => seat.renew());
    this.#dispatch();
  }

  /** Who is working on what: process ids and paths of pictures. */
  get inWork(): { pid: number; pictures: string[] }[] {
    return this.#seats.flatMap(({ pid, tasks }) => {
      const begun = [...tasks.values()].filter(task => task.begun);
      return pid === undefined ? [] : { pid, pictures: begun.map(({ label }) => label) };
    });
  }

  /** Pictures in work at a time, over all devices. */
  get inFlight(): number {
    return inFlightOf(this.#options, this.#report?.used ?? null, this.#seats.length);
  }

  /**
   * Everything that is said of one picture. Waits in line while the engine is busy.
   * @param signal once aborted, a waiting picture is dropped and the answer for a running one is not waited for
   * @throws FacegaugeError of the image room for a bad picture; ABORTED, CLOSED, ENGINE_CRASHED for a picture that took
   *   its worker down twice, ENGINE_START_FAILED while no worker can be started (later calls try again, after growing pauses), PROCESSING_FAILED
   */
  async extract(
    input: ImageInput,
    options: ExtractOptions = {},
    signal?: AbortSignal
  ): Promise<Extraction | FailureToAcquire> {
    const answer = await this.#ask(input, options, false, signal);
    return Array.isArray(answer) ? answer[0] : answer;
  }

  /**
   * The same of every face of a picture, in the order of the option `face`.
   * @throws FacegaugeError as `extract`
   */
  async extractFaces(
    input: ImageInput,
    options: ExtractOptions = {},
    signal?: AbortSignal
  ): Promise<Extraction[] | FailureToAcquire> {
    return this.#ask(input, options, true, signal);
  }

  /** Ends all workers; what is still in work is rejected with CLOSED. May be called more than once. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#supervisor.end();
    this.#rejectAll(closed());
    await Promise.all(this.#seats.map(seat => seat.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #ask(input: ImageInput, options: ExtractOptions, all: boolean, signal?: AbortSignal): Promise<Answer> {
    if (this.#closed) throw closed();
    if (this.#failure && !this.#seats.some(seat => seat.fillable)) throw this.#failure;
    this.#failure = null;
    const task = new Task(checkInput(input), checkOptions(options), all, signal);
    if (!task.settled) {
      task.onAbort = () => this.#giveUp(task);
      this.#queue.add(task);
      this.#dispatch();
    }
    return task.promise;
  }

  #open(): Promise<void> {
    const devices = devicesToTry(this.#options.device ?? 'auto');
    // Which device it will be is not known before one worker has tried; with the CPU alone there is nothing to wait for.
    this.#addSeats(devices, devices[0] === 'cpu' ? this.#processes('cpu') : 1);
    this.#supervisor.begin();
    return new Promise((resolve, reject) => (this.#opening = { resolve, reject }));
  }

  #processes(device: Device): number {
    return processesOn(device, this.#options, this.inFlight);
  }

  #addSeats(devices: Device[], until: number): void {
    const { threads = 1, model, batch = DEFAULT_BATCH } = this.#options;
    const ours = (this.#options.device ?? 'auto') === 'auto';
    const plan = { models: model, threads, batch, rivalProcesses: ours ? this.#processes('cpu') : null };
    while (this.#seats.length < until) {
      const onGpu = devices[0] !== 'cpu';
      const poolThreads = onGpu ? Math.max(4, os.availableParallelism()) : CPU_DEPTH;
      const gpus = gpusOf(devices[0], this.#options);
      const deviceIndex = onGpu ? gpus[this.#seats.length % gpus.length] : 0;
      const seat = new Seat({ ...plan, deviceIndex, poolThreads }, devices, {
        ready: (newcomer, device, refused) => this.#welcome(newcomer, device, refused),
        smaller: ({ device, deviceIndex: index }, most) => this.#smaller(device ?? devices[0], index, most),
        answered: (task, message) => this.#settle(task, message),
        died: (tasks, cause, blameless) => this.#retry(tasks, cause, blameless),
        lost: (_, reason) => this.#lose(reason)
      });
      this.#seats.push(seat);
      seat.fill();
    }
  }

  #welcome(seat: Seat, device: Device, refused: Refusal[]): void {
    const { device: requested = 'auto', threads = 1 } = this.#options;
    // One of several GPUs that fell out leaves the others what they are.
    const others = this.#seats.filter(other => other !== seat && other.state !== 'lost');
    const rest = this.#report !== null && others.some(other => other.device === this.#report!.used);
    const wished = this.#report?.used ?? requested;
    const warning = fallbackWarning(wished, device, refused, rest ? seat.deviceIndex : null);
    if (this.#report && warning) this.#options.onWarning?.(warning);
    if (this.#report?.used !== device && !rest) {
      const processes = this.#processes(device);
      this.#report = {
        requested,
        used: device,
        description: describeDevice(device, processes, threads),
        chinese: describeDevice(device, processes, threads, 'zh'),
        warning: this.#report?.warning ?? warning
      };
      this.#addSeats(device === 'cpu' ? ['cpu'] : [device, 'cpu'], processes);
    }
    this.#opening?.resolve();
    this.#opening = null;
    this.#dispatch();
  }

  #settle(task: Task, message: Answered): void {
    if (message.type === 'result') task.resolve(answerOf(task, message.result));
    else task.rejectWith(message.error);
    this.#dispatch();
  }

  #smaller(device: Device, index: number, most: number): void {
    this.#options.onWarning?.(smallerBatches(device, index, most));
  }

  #retry(tasks: Task[], cause: string, blameless: boolean): void {
    this.#queue.comeBack(tasks, cause, blameless);
    this.#dispatch();
  }

  #lose(reason: SentError): void {
    if (!this.#seats.every(({ state }) => state === 'lost')) return this.#dispatch();
    const { stack: _, ...plain } = reason;
    const { code, message, found, path } = plain;
    if (this.#opening) {
      // Whoever opens it has no engine yet that could be tried again.
      this.#supervisor.end();
      this.#opening.reject(FacegaugeError.fromJSON(plain));
      this.#opening = null;
    }
    const seconds = Math.ceil(Math.min(...this.#seats.map(seat => seat.lostForMs)) / 1000);
    const action = `The first call after ${seconds} s tries again.`;
    this.#failure = new FacegaugeError(code, message, { found, path, action });
    this.#rejectAll(this.#failure);
  }

  #giveUp(task: Task): void {
    if (!this.#queue.drop(task)) this.#seats.forEach(seat => seat.cancel(task));
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#closed) return;
    while (this.#queue.first) {
      const seat = this.#seatFor(this.#queue.first);
      if (!seat) break;
      seat.give(this.#queue.take()!);
    }
    const waiting = this.#queue.length > 0;
    for (const seat of this.#seats) {
      if (waiting && seat.fillable) seat.fill();
      const starting = seat.state === 'starting' && (waiting || this.#opening !== null);
      seat.keepParentAlive(seat.tasks.size > 0 || starting);
    }
    this.#supervisor.heed(waiting || this.#seats.some(seat => seat.tasks.size > 0));
  }

  /** The least busy worker that may take the task, or null while there is none. */
  #seatFor(task: Task): Seat | null {
    const depth = Math.ceil(this.inFlight / this.#seats.length);
    let running = 0;
    let best: Seat | null = null;
    for (const seat of this.#seats) {
      running += seat.tasks.size;
      const limit = task.alone ? 1 : seat.device === 'cpu' ? Math.min(depth, CPU_DEPTH) : depth;
      if (!seat.open || seat.tasks.size >= limit || seat.reserved) continue;
      if (!best || seat.tasks.size < best.tasks.size) best = seat;
    }
    return running < this.inFlight ? best : null;
  }

  #rejectAll(error: FacegaugeError): void {
    const running = this.#seats.flatMap(seat => [...seat.tasks.values()]);
    for (const task of [...this.#queue.clear(), ...running]) task.reject(error);
  }
}
