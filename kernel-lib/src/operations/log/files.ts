/** Where the lines of a log lie: numbered files that pino-roll makes, and a link with a stable name to the newest of them. */
import fs from 'node:fs/promises';
import path from 'node:path';

/** pino-roll's own link to the file that is written now. */
const CURRENT = 'current.log';

/** `NAME.7.log` beside `NAME.log`. */
function numberOf(file: string, log: string): number | null {
  const { name, ext } = path.parse(log);
  if (!file.startsWith(`${name}.`) || !file.endsWith(ext)) return null;
  const middle = file.slice(name.length + 1, file.length - ext.length);
  return /^\d+$/.test(middle) ? Number(middle) : null;
}

/** The log's files that exist, oldest first, absolute. */
export async function logFiles(log: string): Promise<string[]> {
  const folder = path.dirname(log);
  const names = await fs.readdir(folder).catch(() => [] as string[]);
  return names
    .flatMap(name => {
      const number = numberOf(name, log);
      return number === null ? [] : [{ name, number }];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ name }) => path.join(folder, name));
}

/**
 * Makes `log` a link to what is written now, so that `tail -F` and people find it. Something else of that name stays as it is:
 * the lines are in the numbered files all the same.
 */
export async function linkLog(log: string): Promise<void> {
  const there = await fs.readlink(log).catch(() => null);
  if (there === CURRENT) return;
  await fs.symlink(CURRENT, log).catch(() => undefined);
}
