/** The files of a repository on the hub (ModelScope's file interface). */
import type { Response } from 'undici';
import { z } from 'zod';
import { FacegaugeError } from '../../errors';
import { connect, failed, get, reasonOf } from './http';
import { HUB, HUB_ROUTES, type Source, type Wanted } from './sources';

export interface HubFile {
  path: string;
  url: string;
  bytes: number;
  /** The hub's own figure, lower-case hex; null where it gives none. */
  sha256: string | null;
}

const fill = (route: string, values: Record<string, string>) =>
  route.replace(/\{(\w+)\}/g, (_, name: string) => values[name]);

/** Address of the hub: option, FACEGAUGE_HUB, default. */
export function hubAddress(option?: string, environment: NodeJS.ProcessEnv = process.env): string {
  return (option || environment.FACEGAUGE_HUB || HUB).replace(/\/+$/, '');
}

const listing = z.object({
  Data: z.object({
    Files: z.array(
      z.object({
        Path: z.string().min(1),
        Type: z.string().nullish(),
        Size: z.number().nonnegative().nullish().catch(null),
        Sha256: z.string().nullish().catch(null)
      })
    )
  })
});
type Listed = z.infer<typeof listing>['Data']['Files'][number];

/** A repository of ten thousand files takes some 5 MB. */
const MOST_LISTING = 1 << 24;
const LONGEST_MS = 60_000;

/** The whole answer as text. @throws Error where it is longer than a list of files can be */
async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece as Uint8Array);
    bytes += (piece as Uint8Array).length;
    if (bytes > MOST_LISTING) throw new Error(`the list of files is longer than ${MOST_LISTING} bytes`);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function list(url: string, { environment, signal, listingMs = LONGEST_MS }: HubOptions): Promise<Listed[]> {
  const dispatcher = connect(environment);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), listingMs);
  const stop = () => late.abort();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    signal?.throwIfAborted();
    const response = await get(url, { accept: 'application/json' }, dispatcher, late.signal);
    const { data, error } = listing.safeParse(JSON.parse(await textOf(response)));
    if (data) return data.Data.Files;
    const [{ path, message }] = error.issues;
    throw failed(url, 'the hub does not answer with a list of files', new Error(`${path.join('.')}: ${message}`));
  } catch (error) {
    if (error instanceof FacegaugeError) throw error;
    if (signal?.aborted) throw new FacegaugeError('ABORTED', `Looking up ${url} was stopped.`, { cause: error });
    throw failed(url, late.signal.aborted ? `no list of files came in ${listingMs / 1000} s` : reasonOf(error), error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    await dispatcher.destroy();
  }
}

function choose(files: HubFile[], wanted: Wanted): HubFile[] {
  if ('largest' in wanted) {
    const fitting = files.filter(({ path }) => wanted.largest.some(ending => path.endsWith(ending)));
    return fitting.sort((a, b) => b.bytes - a.bytes).slice(0, 1);
  }
  for (const ending of wanted.endings) {
    const found = wanted.names.map(name => files.find(({ path }) => path.split('/').at(-1) === name + ending));
    if (found.every((file): file is HubFile => file !== undefined)) return found;
  }
  return [];
}

export interface HubOptions {
  hub?: string;
  environment?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** How long the hub may take to list its files (default 60 s). */
  listingMs?: number;
}

/**
 * Looks up the files of a source.
 * @throws FacegaugeError DOWNLOAD_FAILED (not reachable, or the repository does not hold what is wanted)
 */
export async function findHubFiles(source: Source, options: HubOptions = {}): Promise<HubFile[]> {
  const { repository, revision, wanted, sha256 } = source;
  const hub = hubAddress(options.hub, options.environment);
  const url = fill(HUB_ROUTES.list, { hub, repository, revision: encodeURIComponent(revision) });
  const files = (await list(url, options))
    .filter(({ Type }) => Type !== 'tree')
    .map(({ Path, Size, Sha256 }) => ({
      path: Path,
      url: fill(HUB_ROUTES.file, {
        hub,
        repository,
        revision: encodeURIComponent(revision),
        path: encodeURIComponent(Path)
      }),
      bytes: Size ?? 0,
      sha256: sha256[Path] ?? (/^[0-9a-f]{64}$/i.test(Sha256 ?? '') ? (Sha256 as string).toLowerCase() : null)
    }));
  const chosen = choose(files, wanted);
  if (chosen.length > 0) return chosen;
  const there = files.slice(0, 10).map(({ path }) => path.slice(0, 100));
  throw failed(url, `the repository does not hold the weights; it has ${there.join(', ') || 'no files'}`);
}
