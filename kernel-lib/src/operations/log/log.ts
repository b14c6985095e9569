/** Writes the log of whoever processes pictures: JSON lines, rotated. */
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { RollingStream } from 'pino-roll';
import { printable } from '../../printable';
import type { PictureResult } from '../../session';
import { linkLog } from './files';
import { linesOf } from './lines';

/** One file's size, and how many older ones are kept. */
const SIZE = '10m';
const OLDER = 9;

/** Where a picture belongs, beside what is said of it. */
export interface LogContext {
  /** Id in the store; null where it is not recorded. */
  sample: number | null;
  run: number | null;
}

export class Log {
  private constructor(
    /** The log's stable name. */
    readonly file: string,
    private readonly stream: RollingStream,
    private readonly logger: Logger
  ) {}

  /**
   * @param file stable name; the lines are in `NAME.1.log`, `NAME.2.log` … beside it, ten files of 10 MB at most
   * @param onError told once when lines cannot be written; pictures are processed all the same
   * @throws Error where the folder cannot be made or the file not opened
   */
  static async open(file: string, onError: (error: Error) => void): Promise<Log> {
    // Only who keeps a record writes a log: others need not wait for these libraries to load.
    const [{ default: pino }, { default: roll }] = await Promise.all([import('pino'), import('pino-roll')]);
    await fs.mkdir(path.dirname(file), { recursive: true });
    const limit = { count: OLDER, removeOtherLogFiles: true };
    const stream = await roll({ file, size: SIZE, limit, symlink: true, sync: true, mkdir: true });
    let said = false;
    stream.on('error', (error: Error) => {
      if (!said) onError(error);
      said = true;
    });
    await linkLog(file);
    const timestamp = pino.stdTimeFunctions.isoTime;
    const formatters = { level: (label: string) => ({ level: label }) };
    return new Log(file, stream, pino({ base: { pid: process.pid }, formatters, timestamp }, stream));
  }

  /** What is to be said of a picture, with where it belongs. */
  tell(result: PictureResult, { sample, run }: LogContext): void {
    for (const { level, text } of linesOf(result))
      this.logger[level]({ sample, source: printable(result.source), run }, text);
  }

  /** Resolves when everything is in the file. */
  async close(): Promise<void> {
    if (this.stream.destroyed) return;
    await new Promise<void>(resolve => {
      this.stream.once('close', resolve);
      this.stream.end();
    });
  }
}
