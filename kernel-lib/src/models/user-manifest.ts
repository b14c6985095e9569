/** Networks a user has installed: written into their own manifest, never into the one that comes with facegauge. */
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { writeAtomically } from '../atomic-file';
import { homeFolder, MANIFEST_NAME } from './locate';
import { CalibrationRecord, MANIFEST_VERSION, NetworkEntry, NetworkFile, STAGES, Thresholds } from './manifest';
import { readManifestFile, type ManifestFile } from './read-manifest';

const text = (manifest: Pick<ManifestFile, 'defaults' | 'networks'>) =>
  Buffer.from(`${JSON.stringify({ version: MANIFEST_VERSION, ...manifest }, null, 1)}\n`);

/** Files are named relative to the manifest, so that a folder can be moved. */
function relative(entry: NetworkEntry, folder: string): Record<string, unknown> {
  const shorten = (network: NetworkFile) => ({ ...network, file: path.relative(folder, network.file) });
  if ('landmarks' in entry && entry.landmarks) return { ...shorten(entry), landmarks: shorten(entry.landmarks) };
  if (!('stages' in entry)) return shorten(entry);
  return { ...entry, stages: Object.fromEntries(STAGES.map(stage => [stage, shorten(entry.stages[stage])])) };
}

/** @throws FacegaugeError INVALID_ARGUMENT for a name that could not be typed or would look like a path */
export function checkId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) return id;
  throw new FacegaugeError('INVALID_ARGUMENT', `"${id}" cannot name a network.`, {
    found: id,
    action: 'Use up to 64 letters, digits, hyphens and underscores.'
  });
}

async function change(folder: string, edit: (networks: ManifestFile['networks']) => void): Promise<void> {
  const file = path.join(folder, MANIFEST_NAME);
  const { defaults, networks } = (await readManifestFile(file)) ?? { defaults: {}, networks: {} };
  edit(networks);
  await writeAtomically(file, write => write(text({ defaults, networks })));
}

/** Adds or replaces a network in the user's manifest. */
export async function installEntry(id: string, entry: NetworkEntry, folder = homeFolder()): Promise<void> {
  checkId(id);
  await change(folder, networks => {
    networks[id] = relative(entry, folder);
  });
}

/** What `calibrate` finds for one network. */
export interface Amendment {
  calibration: unknown;
  thresholds: Thresholds;
  calibrated: CalibrationRecord;
}

/** Lays a calibration over a network, installed or embedded; it holds for the file with that SHA-256 only. */
export async function amendEntry(id: string, amendment: Amendment, folder = homeFolder()): Promise<void> {
  await change(folder, networks => {
    networks[id] = { ...networks[id], ...amendment };
  });
}

/** Writes a manifest of one network beside its file: `open({ model: 'FILE.onnx' })` finds it. */
export async function writeManifestBeside(file: string, id: string, entry: NetworkEntry): Promise<string> {
  const manifest = file.replace(/\.onnx$/i, '') + '.json';
  const networks = { [id]: relative(entry, path.dirname(manifest)) };
  await writeAtomically(manifest, write => write(text({ defaults: {}, networks })));
  return manifest;
}

/** Where the files of a network go: FOLDER/ID. */
export function networkFolder(id: string, folder = homeFolder()): string {
  return path.join(folder, checkId(id));
}
