/** Download, convert, self-test, install: from a name or an address to a network that can be opened. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import type { Pixels } from '../types';
import { type Architecture, convertMtcnn, convertRts } from './convert';
import { download, findHubFiles, SOURCES, type Downloaded, type DownloadOptions } from './download';
import { homeFolder } from './locate';
import { STAGES, type NetworkEntry } from './manifest';
import { checkId, installEntry, networkFolder } from './user-manifest';

export interface PullOptions {
  /** Address of the hub. Default: FACEGAUGE_HUB, else ModelScope. */
  hub?: string;
  /** Name to install under. Default: the source's. */
  id?: string;
  /** Clean crops for centring and self-test. */
  samples: Pixels[];
  /** Keep the downloaded checkpoint. */
  keep?: boolean;
  folder?: string;
  environment?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  onStep?: (step: string) => void;
  onProgress?: (file: string, bytes: number, total: number | null) => void;
  /** Of each download. */
  attempts?: DownloadOptions['attempts'];
  pauseMs?: DownloadOptions['pauseMs'];
  /** How long the hub may take to list its files (default 60 s). */
  listingMs?: number;
}

export interface Pulled {
  id: string;
  entry: NetworkEntry;
  downloads: Downloaded[];
}

interface Item {
  url: string;
  name: string;
  sha256: string | null;
  /** Length that the hub states; null where it states none. */
  bytes: number | null;
}

/** A name that comes from elsewhere, made one that can be given to any file. */
const fileName = (name: string) => name.replace(/[^\w.-]/g, '_').slice(-100) || 'checkpoint';

async function fetchAll(items: Item[], place: string, options: PullOptions): Promise<Downloaded[]> {
  const { environment, signal, onStep, onProgress, attempts, pauseMs } = options;
  const downloads: Downloaded[] = [];
  for (const { url, name, sha256, bytes } of items) {
    onStep?.(`downloading ${url}`);
    downloads.push(
      await download(url, path.join(place, name), {
        ...(sha256 === null ? {} : { sha256 }),
        ...(bytes === null ? {} : { mostBytes: bytes }),
        environment,
        signal,
        attempts,
        pauseMs,
        onProgress: (bytes, total) => onProgress?.(name, bytes, total)
      })
    );
  }
  return downloads;
}

async function install(
  architecture: Architecture,
  id: string,
  items: Item[],
  origin: string,
  options: PullOptions
): Promise<Pulled> {
  const folder = options.folder ?? homeFolder(options.environment);
  const place = path.join(folder, 'downloads', id);
  const downloads = await fetchAll(items, place, options);
  stopIfAborted(options.signal);
  const target = networkFolder(id, folder);
  const source = `${origin}; SHA-256 ${downloads.map(({ sha256 }) => sha256).join(', ')}`;
  const { samples, onStep, signal } = options;
  const entry =
    architecture === 'mtcnn'
      ? await convertMtcnn(byStage(downloads), target, { onStep, source, signal })
      : await convertRts(downloads[0].file, path.join(target, `${id}.onnx`), { samples, onStep, source, signal });
  stopIfAborted(options.signal);
  await installEntry(id, entry, folder);
  if (!options.keep) await fs.rm(place, { recursive: true, force: true });
  return { id, entry, downloads };
}

/** The last step of a conversion runs to its end; what comes after it need not. */
function stopIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new FacegaugeError('ABORTED', 'Stopped before the network was installed.');
}

function byStage(downloads: Downloaded[]): { pnet: string; rnet: string; onet: string } {
  const pairs = STAGES.map(stage => [stage, downloads.find(({ file }) => path.basename(file).startsWith(stage))?.file]);
  return Object.fromEntries(pairs) as { pnet: string; rnet: string; onet: string };
}

/**
 * Installs a network by the name of its source.
 * @param name `rts` or `mtcnn`
 * @throws FacegaugeError MODEL_UNKNOWN, DOWNLOAD_*, CHECKPOINT_*, NO_SPACE, ABORTED
 */
export async function pull(name: string, options: PullOptions): Promise<Pulled> {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (!source) {
    throw new FacegaugeError('MODEL_UNKNOWN', `There is no known place to get ${name} from.`, {
      found: name,
      action: `Known are ${Object.keys(SOURCES).join(' and ')}; or give an address.`
    });
  }
  // Before anything is asked for or written: the name becomes a folder.
  checkId(options.id ?? source.id);
  options.onStep?.(`looking up ${source.repository}`);
  const files = await findHubFiles(source, options);
  const items = files.map(({ url, path: file, sha256, bytes }) => ({
    ...{ url, sha256, bytes: bytes || null },
    name: fileName(path.posix.basename(file))
  }));
  const origin = `${source.repository} (${source.revision})`;
  return install(source.architecture, options.id ?? source.id, items, origin, options);
}

/**
 * Downloads an RTS checkpoint from any address and installs it.
 * @throws FacegaugeError as `pull`
 */
export async function pullUrl(url: string, options: PullOptions & { id: string; sha256?: string }): Promise<Pulled> {
  checkId(options.id);
  const name = fileName(URL.canParse(url) ? path.posix.basename(new URL(url).pathname) : '');
  const item = { url, name, sha256: options.sha256 ?? null, bytes: null };
  return install('ir-se-64-rts', options.id, [item], url, options);
}
