/** What is told of a rejected picture, and how it waits in the outbox. */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathOfUrl, readable } from '../../names';
import { isSample, type PictureResult, type Sample } from '../../session';
import type { OutboxRow } from '../../store';
import type { ImageInput } from '../../types';

export const REJECTED = 'picture.rejected';

/** The part of a message that is data. */
export interface RejectedEvent {
  type: typeof REJECTED;
  /** ISO 8601, UTC: when the picture was processed. */
  timestamp: string;
  data: {
    /** Id in the store. */
    sample: number;
    /** null for a picture given as bytes. */
    path: string | null;
    sha256: string;
    source: string;
    run: number | null;
    /** 0..1 */
    quality: number | null;
    thresholds: { autoRejectBelow: number; qualityReject: number; qualityTrust: number };
    findings: { code: string; severity: number; confidence: number }[];
    model: string;
    width: number;
    height: number;
    /** Why the picture does not come with it; absent where it does, or is not to. */
    pictureLeftOut?: string;
  };
}

/** As it waits: the event, and where the picture is. */
export interface Waiting {
  event: RejectedEvent;
  /** The file the picture was in; its bytes kept in the outbox's folder; or neither, where it is not to be sent. */
  picture: { file: string; kept: boolean } | null;
}

/**
 * @param result below `autoRejectBelow`, where that is set: a message; anything else: none
 * @param outbox folder for pictures given as bytes: they are on disk before the message is
 */
export async function messagesFor(
  result: PictureResult,
  { image, run, outbox, picture }: { image: ImageInput; run: number | null; outbox: string; picture: boolean }
): Promise<OutboxRow[]> {
  if (!isSample(result)) return [];
  const { autoRejectBelow } = result.policy;
  if (autoRejectBelow === null || result.quality === null || result.quality >= autoRejectBelow) return [];
  const messageId = `msg_${randomUUID().replaceAll('-', '')}`;
  const where = picture ? await placeOf(image, outbox, messageId) : null;
  const timestamp = new Date().toISOString();
  const body = (sample: number): string => {
    const waiting: Waiting = { event: eventOf(result, autoRejectBelow, sample, run, timestamp), picture: where };
    return JSON.stringify(waiting);
  };
  return [{ messageId, topic: REJECTED, body }];
}

async function placeOf(image: ImageInput, outbox: string, messageId: string): Promise<Waiting['picture']> {
  if (typeof image === 'string') return { file: path.resolve(image), kept: false };
  if (image instanceof URL) return { file: path.resolve(pathOfUrl(image)), kept: false };
  await fs.mkdir(outbox, { recursive: true });
  const file = path.join(outbox, messageId);
  const handle = await fs.open(file, 'w', 0o600);
  try {
    await handle.writeFile(image);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { file, kept: true };
}

function eventOf(
  { path: file, sha256, source, quality, policy, findings, model, width, height }: Sample,
  autoRejectBelow: number,
  sample: number,
  run: number | null,
  timestamp: string
): RejectedEvent {
  const { qualityReject, qualityTrust } = policy;
  return {
    type: REJECTED,
    timestamp,
    data: {
      sample,
      path: file === null ? null : readable(path.resolve(file)),
      sha256,
      source,
      run,
      quality,
      thresholds: { autoRejectBelow, qualityReject, qualityTrust },
      findings: findings.map(({ code, severity, confidence }) => ({ code, severity, confidence })),
      model,
      width,
      height
    }
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
