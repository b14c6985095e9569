/**
 * Pictures whose orientation was lost: of every 27th picture of lfw-dev, rotated, how many faces are found, how many have the embedding
 * of the upright picture (cosine above .7; two pictures of one person are about .6), and of how many it is said that they lie so.
 */
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { isSample, open, type OpenOptions } from '../../../kernel-lib/src/session';
import { EVALUATION } from './pictures';

const EVERY = 27;
const ANGLES = [45, 60, 90, 135, 180, 270];

export async function rotated(options: OpenOptions): Promise<void> {
  const folder = path.join(EVALUATION, 'lfw-dev/images');
  if (!fs.existsSync(folder)) return console.log('rotated: skipped, lfw-dev is not here');
  const files = fs.readdirSync(folder).sort();
  const session = await open({ ...options, store: false });
  console.log('rotated');
  for (const angle of ANGLES) {
    const counts = { pictures: 0, found: 0, same: 0, said: 0, otherwise: 0 };
    for (let i = 0; i < files.length; i += EVERY) {
      const file = path.join(folder, files[i]);
      const upright = await session.extract(file);
      const picture = await sharp(file).rotate(angle, { background: '#777' }).png().toBuffer();
      const result = await session.extract(picture);
      if (!isSample(upright) || (upright.quality ?? 0) < 0.4) continue;
      counts.pictures++;
      if (!isSample(result)) continue;
      counts.found++;
      if (result.embedding.reduce((sum, value, k) => sum + value * upright.embedding[k], 0) > 0.7) counts.same++;
      if (result.findings.some(({ code }) => code === 'tilted')) counts.said++;
      else if (result.findings.length > 0) counts.otherwise++;
    }
    const { pictures, found, same, said, otherwise } = counts;
    console.log(
      `  ${String(angle).padStart(3)}°  found ${found} of ${pictures}; the upright picture’s embedding ${same}; said to lie so ${said}; only other reasons ${otherwise}`
    );
  }
  await session.close();
}
