/** Tells what waits in the outbox: at least once, in order by sample, with pauses that grow. */
import { randomInt } from 'node:crypto';
import fs from 'node:fs/promises';
import type { Outbox, OutboxMessage } from '../../store';
import type { Waiting } from './event';
import { post, type Outcome } from './post';
import type { WebhookSettings } from './settings';

/** Longer than any attempt takes: a message whose teller died is taken up again after it. */
const LEASE_MS = 60_000;
/** Pause after the nth failure: 5 s · 2^(n−1), up to an hour, of which a random half is waited at least (no two stay in step). */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Another process may write messages too: the outbox is looked at this often. */
const LOOK_MS = 5_000;

/** ms */
export function pauseAfter(attempts: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20));
  return full / 2 + randomInt(Math.ceil(full / 2));
}

export interface DelivererOptions {
  settings: WebhookSettings;
  /** Told of messages that are given up, and of an outbox that cannot be read. */
  onTrouble: (message: string) => void;
  attempt?: typeof post;
}

export class Deliverer {
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #closed = false;

  constructor(
    private readonly outbox: Outbox,
    private readonly options: DelivererOptions
  ) {
    this.#timer = setInterval(() => this.wake(), LOOK_MS).unref();
    this.wake();
  }

  /** Something may be due. */
  wake(): void {
    if (this.#closed || this.#working) return;
    this.#working = this.#tellAll()
      .catch(error => this.options.onTrouble(`The outbox cannot be told from: ${(error as Error).message}`))
      .finally(() => (this.#working = null));
  }

  /** Finishes what is being told; what waits stays for whoever opens the store next. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#working;
  }

  async #tellAll(): Promise<void> {
    for (let message; !this.#closed && (message = await this.outbox.claim(Date.now(), LEASE_MS));)
      await this.#tell(message);
  }

  async #tell(message: OutboxMessage): Promise<void> {
    const waiting = parse(message.body);
    if (!waiting) return this.#give(message, 'its text cannot be read');
    const { settings, attempt = post } = this.options;
    const outcome = await attempt({ messageId: message.messageId, waiting }, settings);
    await this.#settle(message, waiting, outcome);
  }

  async #settle(message: OutboxMessage, waiting: Waiting, outcome: Outcome): Promise<void> {
    const now = Date.now();
    if (outcome.kind === 'delivered') {
      await this.outbox.delivered(message.id, now);
      return forgetPicture(waiting);
    }
    if (outcome.kind === 'dead') return this.#give(message, outcome.reason);
    if (now - message.createdAt > this.options.settings.giveUpAfterMs) return this.#give(message, outcome.reason);
    const at = now + Math.max(pauseAfter(message.attempts), outcome.after ?? 0);
    const body = outcome.waiting ? JSON.stringify(outcome.waiting) : null;
    await this.outbox.later(message.id, at, outcome.reason, body);
    if (outcome.waiting) await forgetPicture(waiting);
  }

  /** Its picture is kept: `outbox retry` may still tell it. */
  async #give({ id, messageId, attempts }: OutboxMessage, reason: string): Promise<void> {
    await this.outbox.dead(id, reason);
    this.options.onTrouble(
      `Message ${messageId} is given up after ${attempts} attempts: ${reason}. See \`facegauge outbox list\`.`
    );
  }
}

/** A picture that was kept for the message alone. */
export async function forgetPicture({ picture }: Waiting): Promise<void> {
  if (picture?.kept) await fs.rm(picture.file, { force: true });
}

export function parse(body: string): Waiting | null {
  try {
    const waiting = JSON.parse(body) as Waiting;
    return typeof waiting?.event?.data === 'object' ? waiting : null;
  } catch {
    return null;
  }
}
