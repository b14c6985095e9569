/** Reading manifests: the embedded one, the user's laid over it, or one given by path. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { embeddedFolder, homeFolder, MANIFEST_NAME } from './locate';
import { Defaults, Manifest, MANIFEST_VERSION } from './manifest';
import { readRegular } from './regular-file';
import { manifestSchema } from './entry-schema';
import { complaint, validateEntry, type EntrySource } from './validate';

/** Longest manifest read, in bytes: a network's entry takes some two thousand. */
const MOST_BYTES = 1 << 24;

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
 * @throws FacegaugeError MODEL_CORRUPT (not JSON, or not a manifest), MODEL_CONTRACT (made by a newer version), NO_PERMISSION,
 * DIRECTORY, NOT_A_FILE
 */
export async function readManifestFile(file: string): Promise<ManifestFile | null> {
  let text: string;
  try {
    text = (await readRegular(file, { what: 'The manifest', most: MOST_BYTES })).toString('utf8');
  } catch (error) {
    if (error instanceof FacegaugeError && error.code === 'MISSING') return null;
    throw error;
  }
  const corrupt = (found: string, cause?: unknown) =>
    new FacegaugeError('MODEL_CORRUPT', `${file} is not a manifest of networks: ${found}.`, {
      cause,
      path: file,
      found,
      action: 'Restore the file, or move it away and install the networks again.'
    });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw corrupt((error as Error).message, error);
  }
  const version = (json as { version?: unknown } | null)?.version;
  if (typeof version !== 'number') throw corrupt('it has no version');
  if (version > MANIFEST_VERSION) {
    throw new FacegaugeError(
      'MODEL_CONTRACT',
      `${file} has format version ${version}; this facegauge reads ${MANIFEST_VERSION}.`,
      {
        found: `version ${version}`,
        path: file,
        action: 'Update facegauge.'
      }
    );
  }
  const { data, error } = manifestSchema.safeParse(json);
  if (error) throw complaint(error.issues[0], json, '', file);
  return { file, folder: path.dirname(file), defaults: data.defaults, networks: data.networks };
}

/** What a later manifest may change of a network it does not define itself. */
const AMENDABLE = ['calibration', 'thresholds', 'calibrated'] as const;

type Raw = Record<string, unknown>;
type Source = EntrySource & { raw: Raw };

/** A user's calibration holds for that very file only: a network that was replaced does not inherit it. */
function amend(known: Source, amendment: Raw, file: string): Source {
  const madeFor = (amendment.calibrated as { sha256?: unknown } | null | undefined)?.sha256;
  if (typeof madeFor !== 'string' || madeFor !== known.raw.sha256) return known;
  const keys = AMENDABLE.filter(key => key in amendment);
  const changes = Object.fromEntries(keys.map(key => [key, amendment[key]]));
  return { ...known, raw: { ...known.raw, ...changes }, amended: { keys, file } };
}

/**
 * Lays manifests over each other; a later one may define networks, or amend the calibration of an earlier one's.
 * @throws FacegaugeError MODEL_CONTRACT
 */
export function mergeManifests(files: ManifestFile[]): Manifest {
  const manifest: Manifest = { version: MANIFEST_VERSION, defaults: { face: '', detector: '' }, networks: {} };
  const sources = new Map<string, Source>();
  for (const { file, folder, defaults, networks } of files) {
    Object.assign(manifest.defaults, defaults);
    for (const [id, raw] of Object.entries(networks)) {
      const known = sources.get(id);
      if (raw.role !== undefined) sources.set(id, { raw, file, folder });
      else if (known) sources.set(id, amend(known, raw, file));
    }
  }
  for (const [id, source] of sources) manifest.networks[id] = validateEntry(source.raw, id, source);
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
