import type { JobKind } from '../contract';

/** What the server takes of one picture, and how many uploaded ones it keeps. */
export const MOST_BYTES = 20 * 2 ** 20;
export const MOST_FILES = 64;
/** What one job may be about. */
const MOST: Record<JobKind, number> = { assess: 200, compare: 2, audit: 20 };

/** A picture or folder of a job: where the server finds it, and what people call it. */
export interface IThing {
  path: string;
  name: string;
}

/** What a document is about. */
export interface ITask {
  kind: JobKind;
  things: IThing[];
}

/** A file from the reader's machine. */
export type PictureFile = Blob & { readonly name: string };

/** An entry of a file browser. */
export interface IEntry {
  name: string;
  path: string;
  type: string;
}

const PICTURE = /\.(jpe?g|png|webp|gif|avif|tiff?)$/i;

/** What can be done with what is chosen in the file browser: two pictures are compared, folders audited; null: nothing. */
export function taskFor(entries: readonly IEntry[]): ITask | null {
  const things = entries.map(({ name, path }) => ({ name, path }));
  if (things.length === 0) return null;
  const kind: JobKind | null = entries.every(({ type }) => type === 'directory')
    ? 'audit'
    : entries.every(({ type, name }) => type !== 'directory' && PICTURE.test(name))
      ? kindFor(things.length)
      : null;
  return kind !== null && things.length <= MOST[kind] ? { kind, things } : null;
}

/** What is done with so many pictures: two are compared, one or more are assessed. */
export function kindFor(pictures: number): 'assess' | 'compare' {
  return pictures === 2 ? 'compare' : 'assess';
}

/** Files that the server takes, and those too large or too many for it. */
export function sift<T extends { size: number }>(files: readonly T[]): { taken: T[]; tooLarge: T[]; tooMany: T[] } {
  const small = files.filter(({ size }) => size <= MOST_BYTES);
  return {
    taken: small.slice(0, MOST_FILES),
    tooLarge: files.filter(({ size }) => size > MOST_BYTES),
    tooMany: small.slice(MOST_FILES)
  };
}

/** A task that was kept by JupyterLab between visits; null where it is none. */
export function restoredTask(kept: unknown): ITask | null {
  const { kind, things } = (kept ?? {}) as { kind?: unknown; things?: unknown };
  if (typeof kind !== 'string' || !(kind in MOST) || !Array.isArray(things) || things.length === 0) return null;
  const whole = things.every(
    (one: Partial<IThing> | null) => typeof one?.path === 'string' && typeof one.name === 'string'
  );
  return whole ? { kind: kind as JobKind, things: things as IThing[] } : null;
}
