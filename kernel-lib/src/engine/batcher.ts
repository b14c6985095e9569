/**
 * Passes through a network shared by whoever waits for one. Nobody is waited for: a pass takes what has gathered while the one before
 * was under way, so that batches grow with the load and a single picture pays nothing for them. Runs in the worker.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Network, Tensor } from '../types';
import { OutOfMemory } from './out-of-memory';

/** How many items one pass may have: one for all networks of a device, as they share its memory. It never grows. */
export class BatchLimit {
  #most: number;

  /** @param onSmaller told whenever fewer fit than was thought */
  constructor(
    most: number,
    private readonly onSmaller: (most: number) => void = () => undefined
  ) {
    this.#most = most;
  }

  get most(): number {
    return this.#most;
  }

  /** @param size of a batch that found no room, at least 2 */
  halve(size: number): void {
    const half = Math.ceil(size / 2);
    if (half >= this.#most) return;
    this.#most = half;
    this.onSmaller(half);
  }
}

interface Request {
  inputs: Record<string, Tensor>;
  /** Items asked for, and those that are done. */
  items: number;
  done: number;
  /** Outputs so far, a pass each. */
  parts: Record<string, Tensor>[];
  /** A pass with others failed: whose fault it was is seen when each has one to itself. */
  alone: boolean;
  resolve: (outputs: Record<string, Tensor>) => void;
  reject: (error: unknown) => void;
}

interface Share {
  request: Request;
  count: number;
}

/** A network whose inputs and outputs have items along their first dimension, any number of them, each computed for itself. */
export class Batcher implements Network {
  readonly #queue: Request[] = [];
  #working = false;

  constructor(
    private readonly network: Network,
    private readonly limit: BatchLimit
  ) {}

  /**
   * Outputs as the network itself would give them, up to the rounding of another order of sums.
   * @param inputs the same number of items each
   * @throws OutOfMemory where not even one item finds room; else as the network
   */
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    return new Promise((resolve, reject) => {
      const [items] = Object.values(inputs)[0].dims;
      this.#queue.push({ inputs, items, done: 0, parts: [], alone: false, resolve, reject });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (this.#queue.length > 0) {
      // Others who are as far get in before the thread is blocked.
      await nextTurn();
      const shares = this.#nextShares();
      const size = shares.reduce((sum, { count }) => sum + count, 0);
      try {
        this.#dealOut(shares, size, await this.network.run(join(shares)));
      } catch (error) {
        this.#endure(error, shares, size);
      }
    }
    this.#working = false;
  }

  /** The first request and those after it that fit to it, as far as there is room. */
  #nextShares(): Share[] {
    const [first] = this.#queue;
    const shape = shapeOf(first);
    const shares: Share[] = [];
    let room = this.limit.most;
    for (const request of this.#queue) {
      if (room === 0) break;
      if (request !== first && (first.alone || request.alone || shapeOf(request) !== shape)) continue;
      const count = Math.min(room, request.items - request.done);
      shares.push({ request, count });
      room -= count;
    }
    return shares;
  }

  #dealOut(shares: readonly Share[], size: number, outputs: Record<string, Tensor>): void {
    let from = 0;
    for (const { request, count } of shares) {
      request.parts.push(count === size ? outputs : itemsOf(outputs, size, from, count));
      request.done += count;
      from += count;
      if (request.done < request.items) continue;
      this.#forget(request);
      request.resolve(request.parts.length === 1 ? request.parts[0] : concatenated(request.parts));
    }
  }

  #endure(error: unknown, shares: readonly Share[], size: number): void {
    if (error instanceof OutOfMemory && size > 1) return this.limit.halve(size);
    if (shares.length > 1) return shares.forEach(({ request }) => (request.alone = true));
    this.#forget(shares[0].request);
    shares[0].request.reject(error);
  }

  #forget(request: Request): void {
    this.#queue.splice(this.#queue.indexOf(request), 1);
  }
}

/** Names and shapes of single items: what must be equal in one pass. */
function shapeOf({ inputs }: Request): string {
  return Object.entries(inputs)
    .map(([name, { dims }]) => `${name} ${dims.slice(1).join('×')}`)
    .join();
}

/** What is still to be done of the requests, as one input. */
function join(shares: readonly Share[]): Record<string, Tensor> {
  const [{ request, count }] = shares;
  if (shares.length === 1 && count === request.items) return request.inputs;
  const slices = shares.map(({ request: { inputs, items, done }, count: n }) => itemsOf(inputs, items, done, n));
  return concatenated(slices);
}

/** An output that does not have an item for each of the inputs belongs to all of them. */
function itemsOf(tensors: Record<string, Tensor>, items: number, from: number, count: number): Record<string, Tensor> {
  return mapped(tensors, ({ data, dims }) => {
    if (dims[0] !== items) return { data, dims };
    const size = data.length / items;
    return { data: data.subarray(from * size, (from + count) * size), dims: [count, ...dims.slice(1)] };
  });
}

function concatenated(parts: readonly Record<string, Tensor>[]): Record<string, Tensor> {
  return mapped(parts[0], ({ dims }, name) => {
    const data = new Float32Array(parts.reduce((sum, part) => sum + part[name].data.length, 0));
    let at = 0;
    let items = 0;
    for (const part of parts) {
      data.set(part[name].data, at);
      at += part[name].data.length;
      items += part[name].dims[0];
    }
    return { data, dims: [items, ...dims.slice(1)] };
  });
}

function mapped(
  tensors: Record<string, Tensor>,
  change: (tensor: Tensor, name: string) => Tensor
): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]));
}
