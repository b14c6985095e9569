/** What the log says of a picture: these lines and no others, so that what reads logs can rely on them. */
import path from 'node:path';
import { quality as shown } from '../../drawing';
import { printable } from '../../printable';
import { isFailed, isSample, type PictureResult } from '../../session';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogLine {
  level: LogLevel;
  text: string;
}

const OUT_OF_MEMORY: LogLine = { level: 'error', text: 'CUDA out of memory' };

/**
 * @param result of one picture
 * @returns in the order in which it happened; empty for a picture that could not be opened, which is the record's business
 */
export function linesOf(result: PictureResult): LogLine[] {
  if (isFailed(result)) return [];
  // The engine has gone on with another device: the picture has an answer as well.
  const full = result.warnings.some(({ code }) => code === 'CUDA_OUT_OF_MEMORY') ? [OUT_OF_MEMORY] : [];
  if (!isSample(result)) return [...full, { level: 'warn', text: 'Face detection failed' }];
  const { fallback, quality } = result;
  // An original network's score may be all there is; it is never shown as having reached what it has not.
  const score = quality === null ? '–' : shown(quality);
  return [
    ...full,
    ...(fallback ? [{ level: 'warn', text: 'Low confidence face crop, using fallback region' } as const] : []),
    { level: 'info', text: `Feature extracted for ${nameOf(result)} (OOD: ${score})` }
  ];
}

function nameOf({ path: file, source }: PictureResult): string {
  return printable(file === null ? source : path.basename(file));
}
