/** Reading manifests: the embedded one, the user's laid over it, or one given by path. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { embeddedFolder, homeFolder, MANIFEST_NAME } from './locate';
import { Defaults, Manifest, MANIFEST_VERSION } from './manifest';
import { validateEntry } from './validate';

/** A manifest file as it stands, before its entries are checked. */
export interface ManifestFile {
  file: string;
  folder: string;
  defaults: Partial<Defaults>;
  networks: Record<string, Record<string, unknown>>;
}

/**
 * Reads one manifest file without checking its entries.
 * @returns null where the file does not exist
 * @throws FacegaugeError MODEL_CORRUPT (not JSON, or not a manifest), MODEL_CONTRACT (made by a newer version)
 */
export async function readManifestFile(file: string): Promise<ManifestFile | null> {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new FacegaugeError('MODEL_CORRUPT', `The manifest ${file} cannot be read.`, {
      cause: error,
      path: file,
      found: (error as Error).message,
      action: 'Check its permissions.'
    });
  }
  const corrupt = (found: string, cause?: unknown) =>
    new FacegaugeError('MODEL_CORRUPT', `${file} is not a manifest of networks: ${found}.`, {
      cause,
      path: file,
      found,
      action: 'Restore the file, or move it away and install the networks again.'
    });
  let json: { version?: unknown; defaults?: Partial<Defaults>; networks?: unknown } | null;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw corrupt((error as Error).message, error);
  }
  if (typeof json !== 'object' || json === null) throw corrupt('it holds no object');
  if (typeof json.version !== 'number') throw corrupt('it has no version');
  if (json.version > MANIFEST_VERSION) {
    throw new FacegaugeError(
      'MODEL_CONTRACT',
      `${file} has format version ${json.version}; this facegauge reads ${MANIFEST_VERSION}.`,
      {
        found: `version ${json.version}`,
        path: file,
        action: 'Update facegauge.'
      }
    );
  }
  if (typeof json.networks !== 'object' || json.networks === null) throw corrupt('it lists no networks');
  return {
    file,
    folder: path.dirname(file),
    defaults: json.defaults ?? {},
    networks: json.networks as ManifestFile['networks']
  };
}

/** What a later manifest may change of a network it does not define itself. */
const AMENDABLE = ['calibration', 'thresholds', 'calibrated'] as const;

type Raw = Record<string, unknown>;

/** A user's calibration holds for that very file only: a network that was replaced does not inherit it. */
function amend(entry: Raw, amendment: Raw): Raw {
  const madeFor = (amendment.calibrated as { sha256?: unknown } | undefined)?.sha256;
  if (typeof madeFor !== 'string' || madeFor !== entry.sha256) return entry;
  const changes = AMENDABLE.filter(key => key in amendment).map(key => [key, amendment[key]]);
  return { ...entry, ...Object.fromEntries(changes) };
}

/**
 * Lays manifests over each other; a later one may define networks, or amend the calibration of an earlier one's.
 * @throws FacegaugeError MODEL_CONTRACT
 */
export function mergeManifests(files: ManifestFile[]): Manifest {
  const manifest: Manifest = { version: MANIFEST_VERSION, defaults: { face: '', detector: '' }, networks: {} };
  const sources = new Map<string, { raw: Raw; file: string; folder: string }>();
  for (const { file, folder, defaults, networks } of files) {
    Object.assign(manifest.defaults, defaults);
    for (const [id, raw] of Object.entries(networks)) {
      const known = sources.get(id);
      if (raw.role !== undefined) sources.set(id, { raw, file, folder });
      else if (known) sources.set(id, { ...known, raw: amend(known.raw, raw) });
    }
  }
  for (const [id, { raw, file, folder }] of sources) manifest.networks[id] = validateEntry(raw, id, file, folder);
  return manifest;
}

/**
 * The networks at hand: embedded ones and, over them, the user's.
 * @throws FacegaugeError MODEL_MISSING (no embedded manifest), MODEL_CORRUPT, MODEL_CONTRACT
 */
export async function readManifest(environment: NodeJS.ProcessEnv = process.env): Promise<Manifest> {
  const embedded = path.join(embeddedFolder(), MANIFEST_NAME);
  const own = await readManifestFile(embedded);
  if (!own) {
    throw new FacegaugeError(
      'MODEL_MISSING',
      `The networks that come with facegauge are missing: there is no ${embedded}.`,
      {
        path: embedded,
        action: 'Install facegauge again.'
      }
    );
  }
  const installed = await readManifestFile(path.join(homeFolder(environment), MANIFEST_NAME));
  return mergeManifests(installed ? [own, installed] : [own]);
}

/**
 * A manifest given by path, over the networks at hand: `FILE.json`, a folder with a manifest.json, or `FILE.onnx` beside
 * which a `FILE.json` lies (as `facegauge models convert` writes them).
 * @throws FacegaugeError MODEL_MISSING, MODEL_CORRUPT, MODEL_CONTRACT
 */
export async function readManifestAt(where: string): Promise<ManifestFile> {
  const stat = await fs.stat(where).catch(() => null);
  const file = stat?.isDirectory() ? path.join(where, MANIFEST_NAME) : where.replace(/\.onnx$/i, '.json');
  const found = await readManifestFile(path.resolve(file));
  if (found) return found;
  throw new FacegaugeError('MODEL_MISSING', `There is no manifest ${file}.`, {
    path: file,
    action: stat && file !== where ? 'A bare ONNX file is installed with `facegauge models add`.' : 'Check the path.'
  });
}
