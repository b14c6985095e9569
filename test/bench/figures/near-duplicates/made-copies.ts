/** Copies made of photographs, of the kinds that data sets hold: scaled, compressed anew, brightened, with some of the border cut off. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

interface Size {
  width: number;
  height: number;
}

const crop = ({ width, height }: Size, share: number) => ({
  left: Math.round(width * share),
  top: Math.round(height * share),
  width: Math.round(width * (1 - 2 * share)),
  height: Math.round(height * (1 - 2 * share))
});

const KINDS: Record<string, (picture: Sharp, size: Size) => Sharp> = {
  'half size': (picture, { width }) => picture.resize(Math.round(width / 2)).jpeg({ quality: 90 }),
  'double size': (picture, { width }) => picture.resize(2 * width).jpeg({ quality: 90 }),
  'JPEG quality 50': picture => picture.jpeg({ quality: 50 }),
  'JPEG quality 20': picture => picture.jpeg({ quality: 20 }),
  brighter: picture => picture.linear(1.15, 8).jpeg({ quality: 90 }),
  darker: picture => picture.linear(0.8, 0).jpeg({ quality: 90 }),
  '2 % cut off each side': (picture, size) => picture.extract(crop(size, 0.02)).jpeg({ quality: 90 }),
  '5 % cut off each side': (picture, size) => picture.extract(crop(size, 0.05)).jpeg({ quality: 90 }),
  '2 % cut off, smaller, brighter, JPEG 60': (picture, size) =>
    picture
      .extract(crop(size, 0.02))
      .resize(Math.round(size.width * 0.6))
      .linear(1.1, 4)
      .jpeg({ quality: 60 })
};

/** One made copy. */
export interface MadeCopy {
  file: string;
  kind: string;
  /** The file it was made of. */
  of: string;
}

/** Writes a copy of every kind of each picture into a folder, which is made. */
export async function makeCopies(pictures: readonly string[], folder: string): Promise<MadeCopy[]> {
  mkdirSync(folder, { recursive: true });
  const made: MadeCopy[] = [];
  for (const [i, of] of pictures.entries()) {
    const { data, info } = await sharp(of).rotate().jpeg({ quality: 95 }).toBuffer({ resolveWithObject: true });
    for (const [j, [kind, copy]] of Object.entries(KINDS).entries()) {
      const file = path.join(folder, `${i}-${j}.jpg`);
      await copy(sharp(data), info).toFile(file);
      made.push({ file, kind, of });
    }
  }
  return made;
}
