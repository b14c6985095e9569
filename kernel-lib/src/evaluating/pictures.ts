/** Pictures of an evaluation become embeddings and qualities, each once. */
import fs from 'node:fs/promises';
import { FacegaugeError } from '../errors';
import { diskPath } from '../names';
import { isFailed, isSample, type Progress, type Session } from '../session';

export interface ComparedPictures {
  /** Path → number. */
  numbers: Map<string, number>;
  /** Unit length; null: no face, or not readable. */
  embeddings: (Float32Array | null)[];
  /** null: not known. */
  qualities: (number | null)[];
  acquisition: Acquisition;
}

/** How many pictures gave a face. */
export interface Acquisition {
  pictures: number;
  /** Without a usable face. */
  notAcquired: number;
  /** Not readable as pictures. They take part in no comparison either. */
  failed: number;
}

/** At so many missing pictures the rest is counted. */
const NAMED = 3;

/**
 * @param paths each once
 * @throws FacegaugeError MISSING naming pictures that are not there; as `Session.extractAll`
 */
export async function extractPictures(
  session: Session,
  paths: readonly string[],
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: Progress) => void }
): Promise<ComparedPictures> {
  await expectThere(paths);
  const numbers = new Map(paths.map((file, i) => [file, i]));
  const embeddings = paths.map((): Float32Array | null => null);
  const qualities = paths.map((): number | null => null);
  const acquisition: Acquisition = { pictures: paths.length, notAcquired: 0, failed: 0 };
  let done = 0;
  for await (const result of session.extractAll(paths, { signal, preview: false })) {
    const number = numbers.get(result.path as string) as number;
    if (isSample(result)) {
      embeddings[number] = result.embedding;
      qualities[number] = result.quality;
    } else if (isFailed(result)) acquisition.failed++;
    else acquisition.notAcquired++;
    onProgress?.({ done: ++done, failed: acquisition.failed + acquisition.notAcquired, total: paths.length });
  }
  return { numbers, embeddings, qualities, acquisition };
}

async function expectThere(paths: readonly string[]): Promise<void> {
  const missing: string[] = [];
  let count = 0;
  for (const file of paths) {
    if (
      await fs.access(diskPath(file)).then(
        () => true,
        error => error.code !== 'ENOENT' && error.code !== 'ENOTDIR'
      )
    )
      continue;
    count++;
    if (missing.length < NAMED) missing.push(file);
  }
  if (count === 0) return;
  const more = count > missing.length ? ` and ${count - missing.length} more` : '';
  throw new FacegaugeError(
    'MISSING',
    `${count} of ${paths.length} pictures of the list are not there: ${missing.join(', ')}${more}.`,
    {
      found: missing.join(', '),
      path: missing[0],
      action: 'Correct the list; paths start from its own folder.'
    }
  );
}
