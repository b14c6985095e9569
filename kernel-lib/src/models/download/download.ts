/** One file over HTTP(S): resumed where it broke, checked by its SHA-256, in its place only when complete. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher, Response } from 'undici';
import { FacegaugeError } from '../../errors';
import { explainFull } from '../../atomic-file';
import { hashFile } from '../verify';
import { connect, failed, get, reasonOf } from './http';
import { PACE, PaceMaker, type Pace } from './pace';
import { Partial } from './partial';

/** Larger than any checkpoint of a face network by far. */
const MOST_BYTES = 2 ** 34;

export interface DownloadOptions {
  /** Lower-case hex the file must have. Default: not known; the figure found is returned. */
  sha256?: string;
  signal?: AbortSignal;
  /** Told the bytes that are there and the total where known. */
  onProgress?: (bytes: number, total: number | null) => void;
  environment?: NodeJS.ProcessEnv;
  /** Longest file that is taken, in bytes (default 16 GB). */
  mostBytes?: number;
  /** What counts as progress, within an attempt and from one to the next (default 32 KiB a minute). */
  pace?: Pace;
  /** Attempts in a row without progress before it gives up (default 4). */
  attempts?: number;
  /** Pause before the second attempt, doubled before each further one (default 500 ms). */
  pauseMs?: number;
}

export interface Downloaded {
  file: string;
  bytes: number;
  sha256: string;
  /** False where the right file was there already. */
  fetched: boolean;
}

/** A strong validator for If-Range; weak tags do not promise equal bytes. */
function versionOf(response: Response): string | null {
  const tag = response.headers.get('etag');
  if (tag && !tag.startsWith('W/')) return tag;
  return response.headers.get('last-modified');
}

async function checkSpace(folder: string, missing: number, file: string): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  if (missing <= bavail * bsize) return;
  throw new FacegaugeError('NO_SPACE', `There is no space left to write ${file}.`, {
    path: file,
    found: `${missing} bytes needed, ${bavail * bsize} free`,
    action: `It needs ${Math.ceil(missing / 1e6)} MB, ${Math.floor((bavail * bsize) / 1e6)} MB are free.`
  });
}

class Transfer {
  private readonly partial: Partial;
  private readonly sha256: string | null;
  private readonly most: number;

  constructor(
    private readonly url: string,
    private readonly target: string,
    private readonly options: DownloadOptions,
    private readonly dispatcher: Dispatcher
  ) {
    this.partial = new Partial(target);
    this.sha256 = options.sha256 ?? null;
    this.most = options.mostBytes ?? MOST_BYTES;
  }

  /** Where the bytes of a response go on: 206 continues, anything else begins anew. */
  private start(response: Response, kept: number): number {
    const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
    return response.status === 206 && range && Number(range[1]) === kept ? kept : 0;
  }

  private async write(response: Response, from: number, total: number | null): Promise<void> {
    const { onProgress, signal } = this.options;
    const most = this.most;
    const pace = new PaceMaker(this.options.pace ?? PACE);
    const handle = await fs.open(this.partial.file, from > 0 ? 'r+' : 'w');
    let at = from;
    try {
      onProgress?.(at, total);
      for await (const piece of response.body ?? []) {
        signal?.throwIfAborted();
        const bytes = piece as Uint8Array;
        for (let done = 0; done < bytes.length;) {
          done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
        }
        at += bytes.length;
        if (at > most) throw await this.tooLong(`it goes on after ${at} bytes`);
        onProgress?.(at, total);
        pace.arrived(bytes.length);
      }
    } finally {
      await handle.close();
    }
    if (total !== null && at < total) throw new Error(`the connection ended after ${at} of ${total} bytes`);
  }

  /** One request. @returns true when the file is complete */
  private async attempt(): Promise<void> {
    const { bytes: kept, version } = await this.partial.kept(this.url, this.sha256);
    const range: Record<string, string> = kept > 0 ? { range: `bytes=${kept}-` } : {};
    if (kept > 0 && version !== null) range['if-range'] = version;
    const response = await get(this.url, range, this.dispatcher, this.options.signal);
    if (response.status === 416) {
      await response.body?.cancel();
      // Nothing lies behind what is kept: either it is complete or it is not this file. The hash or a new start will tell.
      if (Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]) === kept) return;
      await this.partial.discard();
      throw new Error('the part kept does not belong to this file');
    }
    const from = this.start(response, kept);
    const length = response.headers.get('content-length');
    const total = length === null ? null : from + Number(length);
    if (total !== null && total > this.most) {
      await response.body?.cancel();
      throw await this.tooLong(`it has ${total} bytes`);
    }
    if (total !== null) await checkSpace(path.dirname(this.target), total - from, this.target);
    await this.partial.begin({ url: this.url, version: versionOf(response), sha256: this.sha256 });
    await this.write(response, from, total);
  }

  /** What was fetched is thrown away: there is no use for a part of it. */
  private async tooLong(found: string): Promise<FacegaugeError> {
    await this.partial.discard();
    const action = 'Check the address: this is not the file that was meant.';
    return failed(this.url, `${found}, and at most ${this.most} are taken`, undefined, action);
  }

  /** Errors that another attempt cannot mend. */
  private isFinal(error: unknown): boolean {
    if (this.options.signal?.aborted || error instanceof FacegaugeError) return true;
    const { code } = error as NodeJS.ErrnoException;
    return ['EACCES', 'EPERM', 'EROFS', 'EISDIR'].includes(code ?? '');
  }

  /** Attempts until the file is complete or several in a row bring no progress. */
  async fetch(): Promise<void> {
    const { attempts = 4, pauseMs = 500, pace = PACE, signal } = this.options;
    const { leastBytes } = pace;
    let barren = 0;
    let before = (await this.partial.kept(this.url, this.sha256)).bytes;
    for (;;) {
      try {
        return await this.attempt();
      } catch (cause) {
        const error = explainFull(cause, this.target);
        if (this.isFinal(error)) throw signal?.aborted ? aborted(this.url, error) : error;
        const { bytes } = await this.partial.kept(this.url, this.sha256);
        // A connection a byte would be progress without end.
        barren = bytes >= before + leastBytes ? 1 : barren + 1;
        if (barren === 1) before = bytes;
        if (barren >= attempts) {
          const gain = `${attempts} attempts in a row brought less than ${leastBytes} bytes`;
          throw failed(this.url, `${gain}; the last: ${reasonOf(error)}`, error);
        }
        await pause(pauseMs * 2 ** (barren - 1), undefined, { signal }).catch(reason => {
          throw aborted(this.url, reason);
        });
      }
    }
  }

  /** @throws FacegaugeError DOWNLOAD_HASH; what was fetched is thrown away, since continuing it could not help */
  async finish(): Promise<Downloaded> {
    const found = await hashFile(this.partial.file);
    if (this.sha256 !== null && found.sha256 !== this.sha256) {
      await this.partial.discard();
      throw new FacegaugeError('DOWNLOAD_HASH', `${this.url} is not the file expected.`, {
        path: this.target,
        found: `SHA-256 ${found.sha256} instead of ${this.sha256}`,
        action: `Its SHA-256 is ${found.sha256} instead of ${this.sha256}; it was thrown away. Start again, or ask its publisher.`
      });
    }
    await this.partial.finish(this.target);
    return { file: this.target, ...found, fetched: true };
  }
}

const aborted = (url: string, cause: unknown) =>
  new FacegaugeError('ABORTED', `The download of ${url} was stopped.`, {
    cause,
    action: 'Start again: it continues where it was.'
  });

/**
 * Downloads `url` to `target`. A part that is there from before is continued if it is of the same version of the file.
 * @throws FacegaugeError DOWNLOAD_FAILED, DOWNLOAD_HASH, NO_SPACE, ABORTED
 */
export async function download(url: string, target: string, options: DownloadOptions = {}): Promise<Downloaded> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new FacegaugeError('INVALID_ARGUMENT', `${url} is no address to download from.`, {
      found: url,
      action: 'Give an address that starts with https:// or http://.'
    });
  }
  const there = options.sha256 ? await hashFile(target).catch(() => null) : null;
  if (there && there.sha256 === options.sha256) return { file: target, ...there, fetched: false };
  await fs.mkdir(path.dirname(target), { recursive: true });
  const dispatcher = connect(options.environment);
  try {
    const transfer = new Transfer(url, target, options, dispatcher);
    await transfer.fetch();
    return await transfer.finish();
  } finally {
    await dispatcher.destroy();
  }
}
