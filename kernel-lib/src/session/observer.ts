/**
 * The one seam for whoever must know of every picture: the record, the live message, the log, who is told of rejected ones. A session
 * tells each picture once.
 */
import type { OutboxRow } from '../store';
import type { ImageInput, Warning } from '../types';
import type { PictureResult } from './sample';

/** A picture that has been processed. */
export interface Processed {
  result: PictureResult;
  image: ImageInput;
  /** Id of the run it belongs to, or null. */
  run: number | null;
}

export interface Observer {
  /** So many pictures are in the session's hands, those that wait for an engine included; told whenever this changes. */
  working?(inHand: number): void;
  /** Before the record is written: what others are to be told of it, kept in the same transaction. */
  messages?(processed: Processed): Promise<OutboxRow[]>;
  /**
   * Once it is on its way into the record.
   * @param recorded id of the sample, once it is on disk; null where it is not and will not be
   */
  processed?(processed: Processed, recorded: Promise<number | null>): void;
  /** The session is closing: nothing more will be processed, the record is still open. */
  closing?(): Promise<void>;
  /** The record is closed, and every `recorded` is settled. */
  closed?(): Promise<void>;
}

/** Those who observe a session. What one of them cannot do costs neither the picture nor the others. */
export class Observers {
  readonly #all = new Set<Observer>();
  #inHand = 0;

  constructor(private readonly onTrouble: (error: unknown) => void) {}

  /** @returns stops it */
  add(observer: Observer): () => void {
    this.#all.add(observer);
    return () => void this.#all.delete(observer);
  }

  /** The observers know that a picture is in hand until its work is over, whatever becomes of it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#hold(1);
    try {
      return await work();
    } finally {
      this.#hold(-1);
    }
  }

  async messages(processed: Processed): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    for (const observer of this.#all)
      try {
        rows.push(...((await observer.messages?.(processed)) ?? []));
      } catch (error) {
        this.onTrouble(error);
      }
    return rows;
  }

  closing(): Promise<void> {
    return settled(
      [...this.#all].map(observer => observer.closing?.()),
      this.onTrouble
    );
  }

  closed(): Promise<void> {
    return settled(
      [...this.#all].map(observer => observer.closed?.()),
      this.onTrouble
    );
  }

  tell(processed: Processed, recorded: Promise<number | null>): void {
    this.#each(observer => observer.processed?.(processed, recorded));
  }

  #hold(change: 1 | -1): void {
    this.#inHand += change;
    this.#each(observer => observer.working?.(this.#inHand));
  }

  #each(tell: (observer: Observer) => void): void {
    for (const observer of this.#all)
      try {
        tell(observer);
      } catch (error) {
        this.onTrouble(error);
      }
  }
}

/** Waited for, as far as it goes. */
async function settled(all: Iterable<Promise<void> | undefined>, onTrouble: (error: unknown) => void): Promise<void> {
  for (const outcome of await Promise.allSettled(all)) if (outcome.status === 'rejected') onTrouble(outcome.reason);
}

export function observerFailed(error: unknown): Warning {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'OBSERVER_FAILED', message: `A picture was processed, and not everybody could be told: ${message}` };
}
