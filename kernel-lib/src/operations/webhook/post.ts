/** One attempt to tell: a signed POST, with limits. */
import { createHmac } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Agent, fetch, FormData, Response } from 'undici';
import { diskPath } from '../../names';
import { LONGEST_PAUSE_MS } from '../../store';
import { publicLookup, refusePrivate } from './address';
import { sha256Of, type RejectedEvent, type Waiting } from './event';
import type { WebhookSettings } from './settings';

/** A receiver has so long to take the message and answer, ms. */
const PATIENCE_MS = 30_000;
const CONNECT_MS = 10_000;
/** Larger pictures are left out. */
const MOST_PICTURE = 25 * 1024 * 1024;
/** What a receiver says is read up to here: nobody needs it, and it may be without end. */
const MOST_ANSWER = 64 * 1024;

/** What came of it. */
export type Outcome =
  | { kind: 'delivered' }
  /** Tried again later. `waiting` is what to say then, where it is something else; `after` ms at least, where the receiver says so. */
  | { kind: 'later'; reason: string; waiting?: Waiting; after?: number }
  /** Never. */
  | { kind: 'dead'; reason: string };

/**
 * Headers of Standard Webhooks: `webhook-id`, `webhook-timestamp` (s), `webhook-signature` (HMAC-SHA-256 of id, time and body).
 * Signed here, as the library `standardwebhooks` makes text of the body, and a picture is none; the tests verify by that library.
 */
export function signatureHeaders(key: Buffer, id: string, at: Date, body: Uint8Array): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}

/** Never throws: what goes wrong is an outcome. */
export async function post(
  { messageId, waiting }: { messageId: string; waiting: Waiting },
  settings: WebhookSettings,
  patienceMs = PATIENCE_MS
): Promise<Outcome> {
  const { url, key, allowPrivate } = settings;
  const connect = allowPrivate ? { timeout: CONNECT_MS } : { timeout: CONNECT_MS, lookup: publicLookup };
  const agent = new Agent({ connect });
  const ended = AbortSignal.timeout(patienceMs);
  try {
    if (!allowPrivate) refusePrivate(url);
    const { body, type } = await bodyOf(waiting);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': type,
        'user-agent': 'facegauge',
        ...signatureHeaders(key, messageId, new Date(), body)
      },
      body,
      redirect: 'manual',
      dispatcher: agent,
      signal: ended
    });
    await drain(response.body);
    return outcomeOf(response.status, response.headers.get('retry-after'), waiting);
  } catch (error) {
    return { kind: 'later', reason: ended.aborted ? `no answer within ${patienceMs / 1000} s` : wordsOf(error) };
  } finally {
    await agent.destroy().catch(() => undefined);
  }
}

function outcomeOf(status: number, retryAfter: string | null, waiting: Waiting): Outcome {
  const reason = `the receiver answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  // Gone, in the words of the standard: do not come again.
  if (status === 410) return { kind: 'dead', reason };
  if (status >= 300 && status < 400) return { kind: 'later', reason: `${reason}; redirects are not followed` };
  if (status === 413 && waiting.picture)
    return {
      kind: 'later',
      reason: `${reason}; next time without the picture`,
      waiting: withoutPicture(waiting, 'too large for the receiver')
    };
  const seconds = Number(retryAfter);
  return retryAfter && seconds > 0
    ? { kind: 'later', reason, after: Math.min(1000 * seconds, LONGEST_PAUSE_MS) }
    : { kind: 'later', reason };
}

function withoutPicture({ event }: Waiting, why: string): Waiting {
  return { event: { ...event, data: { ...event.data, pictureLeftOut: why } }, picture: null };
}

/** Multipart with the parts `event` (JSON) and `picture`, or JSON alone. */
async function bodyOf(waiting: Waiting): Promise<{ body: Uint8Array; type: string }> {
  const picture = waiting.picture ? await readPicture(waiting.picture, waiting.event) : null;
  if (typeof picture === 'string') return json(withoutPicture(waiting, picture).event);
  if (!picture) return json(waiting.event);
  const form = new FormData();
  form.set('event', new Blob([JSON.stringify(waiting.event)], { type: 'application/json' }), 'event.json');
  const name = path.basename(waiting.event.data.path ?? 'picture');
  form.set('picture', new Blob([picture], { type: 'application/octet-stream' }), name);
  const encoded = new Response(form);
  return { body: new Uint8Array(await encoded.arrayBuffer()), type: encoded.headers.get('content-type')! };
}

function json(event: RejectedEvent): { body: Uint8Array; type: string } {
  return { body: new TextEncoder().encode(JSON.stringify(event)), type: 'application/json' };
}

/** The bytes that were processed, or why they cannot be sent: another picture of that name is not what the message tells of. */
async function readPicture({ file }: { file: string }, { data }: RejectedEvent): Promise<Uint8Array | string> {
  try {
    const { size } = await fs.stat(diskPath(file));
    if (size > MOST_PICTURE) return 'too large';
    const bytes = new Uint8Array(await fs.readFile(diskPath(file)));
    return sha256Of(bytes) === data.sha256 ? bytes : 'changed since';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone since' : 'cannot be read';
  }
}

async function drain(body: AsyncIterable<Uint8Array> | null): Promise<void> {
  let read = 0;
  for await (const chunk of body ?? []) if ((read += chunk.length) > MOST_ANSWER) break;
}

function wordsOf(error: unknown): string {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string };
  return cause instanceof Error ? wordsOf(cause) : message || code || String(error);
}
