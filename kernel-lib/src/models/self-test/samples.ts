/** The aligned crops that come with facegauge: eight people who do not exist, two pictures each. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../../errors';
import { fitAligned, decodeImage } from '../../image';
import type { Pixels } from '../../types';
import { assetFolder } from '../locate';

export interface SampleCrop {
  person: string;
  crop: Pixels;
}

/** @throws FacegaugeError MISSING where the installation is incomplete */
export async function readSampleCrops(folder = assetFolder('self-test')): Promise<SampleCrop[]> {
  const files = (await fs.readdir(folder).catch(() => [])).filter(name => name.endsWith('.webp')).sort();
  if (files.length < 4) {
    throw new FacegaugeError('MISSING', `The sample faces for the self-test are missing from ${folder}.`, {
      path: folder,
      action: 'Install facegauge again.'
    });
  }
  return Promise.all(
    files.map(async name => ({
      person: name.split('-')[0],
      crop: await fitAligned(await decodeImage(path.join(folder, name)))
    }))
  );
}
