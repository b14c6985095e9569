/** Are the files of the networks what the manifest says? */
import { createHash } from 'node:crypto';
import { FacegaugeError } from '../errors';
import type { Manifest, NetworkEntry, NetworkFile } from './manifest';
import { STAGES } from './manifest';
import { openRegular } from './regular-file';

export interface FileState {
  id: string;
  file: string;
  state: 'good' | 'missing' | 'damaged';
  /** What was found where it is not good. */
  found: string | null;
}

/** SHA-256 of a file, lower-case hex, and its length. @throws FacegaugeError MISSING, NO_PERMISSION, DIRECTORY, NOT_A_FILE */
export async function hashFile(file: string): Promise<{ sha256: string; bytes: number }> {
  const { handle } = await openRegular(file, { what: 'The file', most: Infinity });
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of handle.createReadStream()) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The files of an entry: one, the three stages', or a detector's and its landmarks'. */
export function filesOf(entry: NetworkEntry): NetworkFile[] {
  if ('stages' in entry) return STAGES.map(stage => entry.stages[stage]);
  return 'landmarks' in entry && entry.landmarks ? [entry, entry.landmarks] : [entry];
}

async function stateOf(id: string, { file, bytes, sha256 }: NetworkFile): Promise<FileState> {
  try {
    const there = await hashFile(file);
    if (there.sha256 === sha256) return { id, file, state: 'good', found: null };
    const found = there.bytes === bytes ? `SHA-256 ${there.sha256}` : `${there.bytes} bytes instead of ${bytes}`;
    return { id, file, state: 'damaged', found };
  } catch (error) {
    const missing = error instanceof FacegaugeError && error.code === 'MISSING';
    return { id, file, state: missing ? 'missing' : 'damaged', found: (error as Error).message };
  }
}

/** Hashes every file of the networks named, or of all. */
export async function verifyNetworks(manifest: Manifest, ids = Object.keys(manifest.networks)): Promise<FileState[]> {
  const states: FileState[] = [];
  for (const id of ids) for (const file of filesOf(manifest.networks[id])) states.push(await stateOf(id, file));
  return states;
}
