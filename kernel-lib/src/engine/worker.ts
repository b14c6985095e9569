/**
 * Entry of a worker process: takes pictures from its parent and decodes ahead. On the CPU one of them goes through the networks at a
 * time, on a GPU as many as fit into a batch.
 */
import { FacegaugeError, type ErrorCode } from '../errors';
import { ThreadLost } from '../image';
import { Lanes } from './lanes';
import type { FromWorker, SentError, StartMessage, TaskMessage, ToWorker } from './messages';
import { loadNetworks } from './networks';
import { OutOfMemory } from './out-of-memory';
import { endWithParent } from './parent-watch';
import { Pipeline } from './pipeline';

/** Least time between two signs of life, ms. */
const ALIVE_EVERY = 1000;
/** How many times longer than expected a pass through a network may take: other programs want the processor as well. */
const SLACK = 5;

/** Tasks not answered yet. */
const running = new Map<number, AbortController>();
let pipeline: Pipeline | null = null;
/** Ways through the networks. */
let lanes = new Lanes(1);
let onGpu = false;
let lastSign = 0;

function send(message: FromWorker, then = (): void => undefined): void {
  lastSign = performance.now();
  // A parent that is gone cannot be told so; `endWithParent` does what is to be done.
  if (process.connected) process.send?.(message, undefined, undefined, then);
}

/** @param expectedMs time for which this thread is about to be blocked */
function signOfLife(expectedMs = 0): void {
  if (expectedMs > ALIVE_EVERY) send({ type: 'alive', forMs: SLACK * expectedMs });
  else if (performance.now() - lastSign > ALIVE_EVERY) send({ type: 'alive' });
}

async function start(message: StartMessage): Promise<void> {
  try {
    const loaded = await loadNetworks(message, {
      trying: device => send({ type: 'trying', device }),
      pass: signOfLife,
      smaller: most => send({ type: 'smaller', most })
    });
    onGpu = loaded.device !== 'cpu';
    lanes = new Lanes(onGpu ? message.batch : 1);
    pipeline = new Pipeline(message.models, loaded.networks);
    send({ type: 'ready', device: loaded.device, refused: loaded.refused });
  } catch (error) {
    send({ type: 'unusable', error: sendable(error, 'ENGINE_START_FAILED', 'The engine cannot be started') });
  }
}

async function work({ id, input, options, all }: TaskMessage, ready: Pipeline): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  send({ type: 'begun', id });
  const { signal } = controller;
  try {
    const decoded = await ready.decode(input);
    const { answer } = await lanes.enter(() => {
      signal.throwIfAborted();
      return ready.process(decoded, options, all, signal);
    });
    send({ type: 'result', id, result: await answer });
  } catch (error) {
    if (onGpu && error instanceof OutOfMemory) return send({ type: 'no-room', id, reason: error.message });
    const lost = error instanceof FacegaugeError && error.cause instanceof ThreadLost;
    const sent = sendable(error, 'PROCESSING_FAILED', 'The picture could not be processed');
    send({ type: 'error', id, error: sent }, lost ? endNow : undefined);
  } finally {
    running.delete(id);
  }
}

/** With a lost thread a process gets slower and cannot even exit, as that waits for its threads. Its parent starts another. */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

function sendable(error: unknown, code: ErrorCode, context: string): SentError {
  const stack = error instanceof Error ? error.stack : undefined;
  if (error instanceof FacegaugeError) return { ...error.toJSON(), stack };
  const found = error instanceof Error ? error.message : String(error);
  return { code, message: `${context}: ${found}`, found, stack };
}

endWithParent();
// Reading and decoding do not block this thread; a timer that still runs tells a long one from a hang.
setInterval(() => {
  if (running.size > 0) signOfLife();
}, ALIVE_EVERY).unref();
process.on('message', (message: ToWorker) => {
  if (message.type === 'start') void start(message);
  else if (message.type === 'cancel') running.get(message.id)?.abort();
  else if (pipeline) void work(message, pipeline);
});
