/**
 * Pictures that came as bytes and wait on disk for their message: which of them nobody waits for any more. A process that was killed
 * between writing one and writing its message, or between telling it and deleting it, leaves it behind.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Outbox } from '../../store';

/** A picture without a message is left alone for so long after it was written or held, ms … */
export const LEFT_ALONE_MS = 3_600_000;
/** … and whoever still holds one says so this often. */
const LOOK_EVERY_MS = 600_000;
/** As {@link messagesFor} names them: nothing else in the folder is touched. */
const NAME = /^msg_[0-9a-f]{32}$/;

export class KeptPictures {
  /** Message ids whose transaction is under way in this process. */
  readonly #held = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #sweeping: Promise<unknown> = Promise.resolve();

  /** Sweeps now and then. */
  constructor(
    private readonly folder: string,
    private readonly outbox: Outbox
  ) {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
    this.#look();
  }

  /** From before their messages are written until it is known whether they are. */
  hold(messageIds: readonly string[]): void {
    messageIds.forEach(id => this.#held.add(id));
  }

  release(messageIds: readonly string[]): void {
    messageIds.forEach(id => this.#held.delete(id));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /**
   * @param now UTC ms
   * @returns how many were deleted
   */
  async sweep(now = Date.now()): Promise<number> {
    const old: string[] = [];
    for (const name of await this.#names()) {
      const file = path.join(this.folder, name);
      if (this.#held.has(name)) {
        // Other processes go by the file's time.
        await fs.utimes(file, new Date(now), new Date(now)).catch(() => undefined);
        continue;
      }
      const stat = await fs.stat(file).catch(() => null);
      if (stat?.isFile() && now - stat.mtimeMs > LEFT_ALONE_MS) old.push(name);
    }
    if (old.length === 0) return 0;
    const awaited = this.outbox.untold(old);
    const left = old.filter(name => !awaited.has(name) && !this.#held.has(name));
    for (const name of left) await fs.rm(path.join(this.folder, name), { force: true });
    return left.length;
  }

  async #names(): Promise<string[]> {
    const names = await fs.readdir(this.folder).catch(() => []);
    return names.filter(name => NAME.test(name));
  }

  /** A store that cannot be asked says nothing against a picture: it stays, and the record warns of the store. */
  #look(): void {
    this.#sweeping = this.sweep().catch(() => undefined);
  }
}
