/** Folders, patterns of paths, lists and pictures, in any number, as one stream of what to look at. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { diskPath } from '../../names';
import { filesBelow } from './folder';
import { isGlob, readGlob, type Glob } from './glob';
import { isFailure, type Found, type Intake, type IntakeFailure } from './item';
import { listKind, looksLikePicture, type ListKind } from './kinds';
import type { Labeller } from './labels';
import { checkList, listed } from './list';

/** One of the places a data set consists of. */
export type Place =
  | { kind: 'folder' | 'picture'; path: string }
  | { kind: 'glob'; path: string; glob: Glob }
  | { kind: 'list'; path: string; list: ListKind };

/**
 * What each of the given texts means: a folder, a list (by its extension), a picture, or else a pattern.
 * @throws FacegaugeError MISSING where there is nothing, INVALID_ARGUMENT for a list that cannot be used
 */
export async function placesOf(what: readonly string[]): Promise<Place[]> {
  if (what.length === 0)
    throw new FacegaugeError('INVALID_ARGUMENT', 'There is nothing to audit.', { found: 'no path' });
  return Promise.all(what.map(placeOf));
}

async function placeOf(text: string): Promise<Place> {
  if (typeof text !== 'string' || text === '')
    throw new FacegaugeError('INVALID_ARGUMENT', 'This is no path.', { found: String(text) });
  const place = path.resolve(text);
  const stat = await fs.stat(diskPath(place)).catch(() => null);
  if (stat?.isDirectory()) return { kind: 'folder', path: place };
  if (stat) {
    const list = listKind(place);
    if (list === null) return { kind: 'picture', path: place };
    await checkList(place, list);
    return { kind: 'list', path: place, list };
  }
  if (isGlob(text)) {
    const glob = readGlob(text);
    return { kind: 'glob', path: path.resolve(glob.base), glob };
  }
  throw new FacegaugeError('MISSING', `There is nothing at "${text}".`, {
    path: place,
    found: 'no such file or folder',
    action: 'Give folders, patterns (photos/**/*.jpg), lists (CSV, JSON Lines, Parquet) or pictures.'
  });
}

export interface IntakeOptions {
  label: Labeller;
  /** Files that are no part of the data set: the store's own. */
  leave?: (file: string) => boolean;
  /** Told of each file of a folder whose name says that it is no picture. */
  onPassedOver?: (file: string) => void;
}

/** Everything there is to look at, and what could not be looked into, one at a time. */
export async function* intake(
  places: readonly Place[],
  options: IntakeOptions
): AsyncGenerator<Intake, void, undefined> {
  const { label, leave } = options;
  for (const place of places)
    for await (const one of foundIn(place, options)) {
      if (isFailureOf(one)) yield one;
      else if (!leave?.(one.path)) yield label(one);
    }
}

/** How many pictures there will be. */
export async function countOf(places: readonly Place[], options: IntakeOptions, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const one of intake(places, options)) {
    signal.throwIfAborted();
    if (!isFailure(one)) count++;
  }
  return count;
}

function isFailureOf(one: Found | IntakeFailure): one is IntakeFailure {
  return 'error' in one;
}

async function* foundIn(place: Place, options: IntakeOptions): AsyncGenerator<Found | IntakeFailure, void, undefined> {
  if (place.kind === 'list') return yield* listed(place.path, place.list);
  if (place.kind === 'picture') return yield { path: place.path, relative: path.basename(place.path), row: null };
  const failures: IntakeFailure[] = [];
  const glob = place.kind === 'glob' ? place.glob : null;
  const files = filesBelow(
    place.path,
    (folder, error) => failures.push({ error, path: folder, key: null }),
    glob?.depth
  );
  for await (const file of files) {
    yield* failures.splice(0);
    const relative = path.relative(place.path, file).split(path.sep).join('/');
    if (options.leave?.(file)) continue;
    if (glob ? glob.matches(relative) : looksLikePicture(file)) yield { path: file, relative, row: null };
    else if (!glob) options.onPassedOver?.(file);
  }
  yield* failures;
}
