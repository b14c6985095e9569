/** Which pictures of a run are finished already: by path, size and time of the file; where these differ, by its content. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { bytesOf, diskPath, isStray } from '../names';
import type { Store } from '../store';
import type { AuditItem } from './intake';

/** What the store knows of a picture. */
export interface Known {
  id: number;
  fileSize: number | null;
  fileMtime: number | null;
  sha256: string | null;
  source: string;
  identity: string | null;
  /** JSON. */
  tags: string | null;
  quality: number | null;
  /** JSON. */
  findings: string;
  errorCode: string | null;
}

/**
 * @returns what is known of a picture that need not be looked at again; null for one that must be: new, changed, or failed before.
 *   What its list or folder says of it is brought up to date.
 */
export async function finished(store: Store, run: number, item: AuditItem): Promise<Known | null> {
  const raw = isStray(item.image) ? bytesOf(item.image).toString('hex').toUpperCase() : null;
  const [known] = store.rows<Known>('audit-known', { run, path: raw === null ? item.image : null, raw });
  // What failed may succeed now: a disk that was away, a right that was missing.
  if (!known || known.sha256 === null || (known.errorCode !== null && known.errorCode !== 'NO_FACE')) return null;
  const stat = await fs.stat(diskPath(item.image)).catch(() => null);
  if (!stat) return null;
  const [fileSize, fileMtime] = [stat.size, Math.round(stat.mtimeMs)];
  const untouched = fileSize === known.fileSize && fileMtime === known.fileMtime;
  if (!untouched && (fileSize !== known.fileSize || (await contentOf(item.image)) !== known.sha256)) return null;
  const tags = item.tags && JSON.stringify(item.tags);
  const source = item.source ?? known.source;
  if (!untouched || source !== known.source || item.identity !== known.identity || tags !== known.tags)
    await store.execute('audit-touch', { id: known.id, fileSize, fileMtime, source, identity: item.identity, tags });
  return known;
}

async function contentOf(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(diskPath(file)), hash);
    return hash.digest('hex');
  } catch {
    // Whoever looks at the picture says what is wrong with it.
    return null;
  }
}
