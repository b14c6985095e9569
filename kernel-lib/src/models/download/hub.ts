/** The files of a repository on the hub (ModelScope's file interface). */
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

interface Listed {
  Path?: unknown;
  Size?: unknown;
  Sha256?: unknown;
  Type?: unknown;
}

async function list(url: string, environment?: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Listed[]> {
  const dispatcher = connect(environment);
  try {
    const response = await get(url, { accept: 'application/json' }, dispatcher, signal);
    const answer = (await response.json()) as { Data?: { Files?: Listed[] } } | null;
    const files = answer?.Data?.Files;
    if (Array.isArray(files)) return files;
    throw failed(url, 'the hub does not answer with a list of files');
  } catch (error) {
    if (error instanceof FacegaugeError) throw error;
    throw failed(url, reasonOf(error), error);
  } finally {
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
}

/**
 * Looks up the files of a source.
 * @throws FacegaugeError DOWNLOAD_FAILED (not reachable, or the repository does not hold what is wanted)
 */
export async function findHubFiles(source: Source, options: HubOptions = {}): Promise<HubFile[]> {
  const { repository, revision, wanted, sha256 } = source;
  const hub = hubAddress(options.hub, options.environment);
  const url = fill(HUB_ROUTES.list, { hub, repository, revision: encodeURIComponent(revision) });
  const files = (await list(url, options.environment, options.signal))
    .filter(({ Type, Path }) => Type !== 'tree' && typeof Path === 'string')
    .map(({ Path, Size, Sha256 }) => ({
      path: String(Path),
      url: fill(HUB_ROUTES.file, {
        hub,
        repository,
        revision: encodeURIComponent(revision),
        path: encodeURIComponent(String(Path))
      }),
      bytes: Number(Size) || 0,
      sha256: sha256[String(Path)] ?? (/^[0-9a-f]{64}$/i.test(String(Sha256)) ? String(Sha256).toLowerCase() : null)
    }));
  const chosen = choose(files, wanted);
  if (chosen.length > 0) return chosen;
  const there = files.map(({ path }) => path).slice(0, 10);
  throw failed(url, `the repository does not hold the weights; it has ${there.join(', ') || 'no files'}`);
}
