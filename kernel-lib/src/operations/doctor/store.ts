/** The record: can it be read and written, is it whole, does it lie well? */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { Store } from '../../store';
import { well, wrong, type CheckContext, type CheckResult } from './check';

/** Types of file systems (statfs) whose locks SQLite cannot rely on: NFS, SMB, CIFS, SMB2, FUSE (sshfs and the like), 9p. */
const NETWORK = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546, 0x01021997]);
const LEAST_FREE = 500e6;

export async function checkStore({ store: file, now }: CheckContext): Promise<CheckResult[]> {
  const stat = await fs.stat(file).catch(() => null);
  if (!stat) return [well('store', `There is no store at ${file} yet.`), ...(await checkPlace(path.dirname(file)))];
  let store: Store;
  try {
    store = Store.open(file, { readOnly: true });
  } catch (error) {
    if (!(error instanceof FacegaugeError)) throw error;
    return [wrong('store', 'fault', error.sentence, error.action ?? 'Try again.')];
  }
  try {
    const { pictures, lastAt } = store.summary(0, Number.MAX_SAFE_INTEGER);
    const results = [well('store', `${file}: ${pictures} pictures, ${Math.ceil(stat.size / 1e6)} MB`)];
    if (!(await isWritable(file)))
      results.push(
        wrong(
          'store',
          'fault',
          `The store ${file} can be read, but not written: nothing is recorded.`,
          'Give this user the right to write it and its folder, or point FACEGAUGE_STORE to another file.'
        )
      );
    const fault = store.check();
    if (fault)
      results.push(
        wrong(
          'store',
          'fault',
          `The store is damaged: ${fault}.`,
          'Export what can be read (facegauge store export), then move the file away.'
        )
      );
    // Rows from the future are counted on no day of today.
    if (lastAt !== null && lastAt > now + 60_000)
      results.push(
        wrong(
          'clock',
          'warning',
          `The newest picture was processed at ${new Date(lastAt).toISOString()}, which is yet to come.`,
          'Set the clock of this machine.'
        )
      );
    for (const { model, key, value } of store.ignoredPolicy())
      results.push(
        wrong(
          'policy',
          'warning',
          `${key} = ${value} (${model}) is set in the store and not applied.`,
          `facegauge policy unset ${key}`
        )
      );
    const { waiting, dead } = store.outbox.counts();
    if (dead > 0)
      results.push(
        wrong(
          'outbox',
          'warning',
          `${dead} messages were given up.`,
          'facegauge outbox list, then facegauge outbox retry.'
        )
      );
    else results.push(well('outbox', `${waiting} messages wait`));
    return [...results, ...(await checkPlace(path.dirname(file)))];
  } finally {
    await store.close();
  }
}

/** The file, and its folder, where the write-ahead log lies. */
async function isWritable(file: string): Promise<boolean> {
  const places = [file, path.dirname(file)].map(place => fs.access(place, fs.constants.W_OK));
  return (await Promise.allSettled(places)).every(({ status }) => status === 'fulfilled');
}

async function checkPlace(folder: string): Promise<CheckResult[]> {
  const place = await fs.statfs(folder).catch(() => null);
  if (!place) return [];
  const free = place.bavail * place.bsize;
  const results = [
    free < LEAST_FREE
      ? wrong(
          'disk',
          'warning',
          `${Math.round(free / 1e6)} MB are left on the disk of ${folder}.`,
          'Make room: a picture takes about 5 kB of the store.'
        )
      : well('disk', `${Math.round(free / 1e9)} GB are free`)
  ];
  if (NETWORK.has(place.type))
    results.push(
      wrong(
        'disk',
        'warning',
        `${folder} lies on a network drive, where two programs can damage a store.`,
        'Keep the store on a disk of this machine: FACEGAUGE_STORE.'
      )
    );
  return results;
}
