/** The place of one worker: it outlives the processes that sit in it and knows who is working on what. */
import type { Device } from '../types';
import { Child } from './child';
import type { Answered, FromWorker, Refusal, SentError, StartMessage } from './messages';
import { notStarted } from './outcomes';
import { StartAttempts } from './start-attempts';
import type { Task } from './task';

/** Loading libraries and networks from a slow disk, or compiling for a GPU, may take its time. */
const START_LIMIT_MS = 120_000;

export type SeatState = 'starting' | 'ready' | 'empty' | 'lost' | 'closed';

export interface SeatEvents {
  /** A worker is there; `refused` are devices it, or one before it, could not use. */
  ready(seat: Seat, device: Device, refused: Refusal[]): void;
  /** Fewer faces than thought fit into a pass, now and for whoever sits here later. */
  smaller(seat: Seat, most: number): void;
  answered(task: Task, message: Answered): void;
  /**
   * The worker died with these unanswered tasks; what becomes of the seat is already arranged.
   * @param blameless no picture is what it died of
   */
  died(tasks: Task[], cause: string, blameless: boolean): void;
  /** No worker can be started here for the time being. */
  lost(seat: Seat, reason: SentError): void;
}

export class Seat {
  state: SeatState = 'empty';
  readonly tasks = new Map<number, Task>();
  #child: Child | null = null;
  #devices: Device[];
  #refused: Refusal[] = [];
  readonly #attempts = new StartAttempts();
  /** The end of a worker that was sent away idle. */
  #leaving: Promise<void> = Promise.resolve();
  #answers = 0;
  #unusable: SentError | null = null;
  #retry: NodeJS.Timeout | null = null;
  #starts = 0;
  /** By `performance.now()`. */
  #startedAt = 0;
  #renewing = false;
  #batch: number;
  #device: Device | null = null;
  /** The worker is being ended because its device is full. */
  #leavesDevice = false;

  constructor(
    private readonly plan: Omit<StartMessage, 'type' | 'devices'> & { poolThreads: number },
    devices: Device[],
    private readonly events: SeatEvents
  ) {
    this.#devices = devices;
    this.#batch = plan.batch;
  }

  /** What the last worker that was ready works, or worked, on. */
  get device(): Device | null {
    return this.#device;
  }

  /** Which of several GPUs. */
  get deviceIndex(): number {
    return this.plan.deviceIndex;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** True while a picture that must have a worker to itself is in work. */
  get reserved(): boolean {
    for (const task of this.tasks.values()) if (task.alone) return true;
    return false;
  }

  /** Workers that were started here after the first, whatever ended the one before. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }

  /** When the worker was started by what the clock says now, UTC ms, in whole seconds. */
  get startedAt(): number {
    return Math.round((Date.now() - (performance.now() - this.#startedAt)) / 1000) * 1000;
  }

  /** True while a worker may be given work: it is ready, and not about to be replaced. */
  get open(): boolean {
    return this.state === 'ready' && !this.#renewing && !this.#leavesDevice;
  }

  /** True where a worker may be started: nobody sits here, and the last failures are long enough ago. */
  get fillable(): boolean {
    return this.state === 'empty' || (this.state === 'lost' && this.#attempts.lostForMs === 0);
  }

  /** Milliseconds until a lost seat is worth another attempt. */
  get lostForMs(): number {
    return this.state === 'lost' ? this.#attempts.lostForMs : 0;
  }

  fill(): void {
    this.state = 'starting';
    this.#retry = null;
    this.#answers = 0;
    this.#starts++;
    this.#startedAt = performance.now();
    this.#renewing = false;
    const { poolThreads, ...plan } = this.plan;
    const child: Child = new Child({
      start: { type: 'start', devices: this.#devices, ...plan, batch: this.#batch },
      poolThreads,
      events: {
        ready: (device, refused) => this.#becomeReady(device, refused),
        unusable: error => {
          this.#unusable = error;
          void child.kill(error.message);
        },
        message: message => this.#take(message, child),
        smaller: most => {
          this.#batch = most;
          this.events.smaller(this, most);
        },
        gone: cause => this.#becomeVacant(child, cause)
      }
    });
    this.#child = child;
  }

  give(task: Task): void {
    if (this.tasks.size === 0) this.#child?.expectAnswer();
    this.tasks.set(task.id, task);
    this.#child?.send({ type: 'task', id: task.id, input: task.input, options: task.options, all: task.all });
  }

  cancel(task: Task): void {
    if (this.tasks.has(task.id)) this.#child?.send({ type: 'cancel', id: task.id });
  }

  /** Sends an idle worker away; whoever has work fills the seat again. */
  rest(): void {
    if (this.state !== 'ready' || this.tasks.size > 0 || !this.#child) return;
    this.state = 'empty';
    this.#leaving = this.#child.kill('idle');
    this.#child = null;
  }

  /** Replaces the worker by a new one as soon as what it has in work is done. */
  renew(): void {
    this.#renewing = this.state === 'ready';
    this.#renewIfIdle();
  }

  keepParentAlive(keep: boolean): void {
    this.#child?.keepParentAlive(keep);
  }

  /** Ends a worker that neither answers nor shows signs of life. */
  endIfSilent(workLimitMs: number): void {
    const limitMs = this.state === 'starting' ? START_LIMIT_MS : this.tasks.size > 0 ? workLimitMs : Infinity;
    if (!this.#child || limitMs === Infinity) return;
    this.#child.heed();
    if (this.#child.silentMs > limitMs) void this.#child.kill(`no sign of life for ${Math.round(limitMs / 1000)} s`);
  }

  /** Starts the clock of silence anew. */
  excuseSilence(): void {
    this.#child?.expectAnswer();
  }

  async close(): Promise<void> {
    this.state = 'closed';
    if (this.#retry) clearTimeout(this.#retry);
    this.tasks.clear();
    await Promise.all([this.#child?.kill('closed'), this.#leaving]);
  }

  #becomeReady(device: Device, refused: Refusal[]): void {
    if (this.state !== 'starting') return;
    this.state = 'ready';
    this.#attempts.succeeded();
    this.#unusable = null;
    this.#device = device;
    // A restart must not end on another device unless this one is gone.
    this.#devices = device === 'cpu' ? ['cpu'] : [device, 'cpu'];
    this.events.ready(this, device, [...this.#refused.splice(0), ...refused]);
  }

  #take(message: Extract<FromWorker, { id: number }>, child: Child): void {
    const task = this.tasks.get(message.id);
    if (!task) return;
    if (message.type === 'no-room') return this.#leaveDevice(message.reason, task, child);
    if (message.type === 'begun') {
      task.begun = true;
      return;
    }
    this.#answers++;
    this.tasks.delete(message.id);
    this.#renewIfIdle();
    this.events.answered(task, message);
  }

  /** Another device does what is left; the one that is full keeps nothing, not even the networks. */
  #leaveDevice(reason: string, task: Task, child: Child): void {
    if (this.#leavesDevice || this.#device === null) return;
    task.noRoomOn = this.#device;
    this.#leavesDevice = true;
    this.#refused.push({ device: this.#device, reason });
    this.#devices = this.#devices.filter(other => other !== this.#device);
    void child.kill('the memory of its device was full');
  }

  #renewIfIdle(): void {
    if (!this.#renewing || this.tasks.size > 0) return;
    this.rest();
    this.fill();
  }

  #becomeVacant(child: Child, cause: string): void {
    // One that was sent away is nobody's concern any more.
    if (this.#child !== child) return;
    this.#child = null;
    if (this.state === 'closed') return;
    const tasks = [...this.tasks.values()];
    this.tasks.clear();
    const blameless = this.#leavesDevice;
    this.#leavesDevice = false;
    if (this.state === 'starting') this.#startFailed(child, cause);
    // One that died idle without ever having worked would do so again: the seat waits for work.
    else if (tasks.length > 0 || this.#answers > 0) this.fill();
    else this.state = 'empty';
    this.events.died(tasks, cause, blameless);
  }

  #startFailed(child: Child, cause: string): void {
    if (child.trying && this.#devices.length > 1) {
      // The driver took the process down: next time without it.
      const device = child.trying;
      this.#devices = this.#devices.filter(other => other !== device);
      this.#refused.push({ device, reason: `the process was ${cause}` });
      return this.fill();
    }
    const delay = this.#attempts.failed(this.#unusable !== null);
    if (delay !== null) {
      this.#retry = setTimeout(() => this.fill(), delay);
      return;
    }
    this.state = 'lost';
    this.events.lost(this, this.#unusable ?? notStarted(child.lastWords, cause));
  }
}
