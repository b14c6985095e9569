import fs from 'node:fs';
import path from 'node:path';
import { decodeImage, warpFace } from '../../../kernel-lib/src/image';
import type { Box, DecodedImage, Landmarks, Pixels } from '../../../kernel-lib/src/types';

const ROOT = path.resolve(__dirname, '../../..');

/** Where a reference detector (YuNet) sees the face in each sample picture: the tests here must not depend on our own detector. */
interface SampleFace {
  box: Box;
  landmarks: Landmarks;
  faces: number;
}

const FACES: Record<string, SampleFace> = JSON.parse(
  fs.readFileSync(path.join(ROOT, 'test/vectors/samples/faces.json'), 'utf8')
);

export interface SamplePicture extends SampleFace {
  image: DecodedImage;
  crop: Pixels;
}

/** One of notebooks/samples with its face. */
export async function loadSample(name: string): Promise<SamplePicture> {
  const image = await decodeImage(path.join(ROOT, 'notebooks/samples', name));
  const face = FACES[name];
  return { ...face, image, crop: warpFace(image, face.landmarks) };
}

export async function alignedSample(name: string): Promise<Pixels> {
  return (await loadSample(name)).crop;
}

/** Rows of samples.csv whose face the reference detector sees. */
export function sampleRows(): { file: string; identity: string; condition: string; severity: number }[] {
  const lines = fs.readFileSync(path.join(ROOT, 'notebooks/samples/samples.csv'), 'utf8').trim().split('\n').slice(1);
  return lines
    .map(line => line.split(','))
    .map(([file, identity, condition, severity]) => ({ file, identity, condition, severity: Number(severity) }))
    .filter(row => row.file in FACES);
}
