/** Photos to measure on: the samples scaled up to 640 px, as JPEG files in a temporary folder. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';

const samples = path.resolve(__dirname, '../../notebooks/samples');

export interface Photos {
  files: string[];
  remove(): void;
}

/** @param side px of the longer side */
export async function makePhotos(side = 640): Promise<Photos> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-bench-'));
  const names = readdirSync(samples).filter(name => name.endsWith('.jpg'));
  const files = names.map(name => path.join(folder, name));
  for (const [i, name] of names.entries())
    await sharp(path.join(samples, name))
      .resize({ width: side, height: side, fit: 'inside' })
      .jpeg({ quality: 90 })
      .toFile(files[i]);
  return { files, remove: () => rmSync(folder, { recursive: true }) };
}
