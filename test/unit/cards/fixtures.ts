import sharp from 'sharp';
import { COMPONENT_NAMES as NAMES } from '../../../kernel-lib/src/cards/component-names';
import type { ComparisonCardData, FaceCardData } from '../../../kernel-lib/src/cards';
import type { ComponentName, Components, Policy } from '../../../kernel-lib/src/types';

export const POLICY: Policy = {
  similarityMatch: 0.3738,
  similarityReview: 0.2767,
  qualityTrust: 0.6,
  qualityReject: 0.4,
  autoRejectBelow: null,
  origin: {
    similarityMatch: 'manifest',
    similarityReview: 'manifest',
    qualityTrust: 'environment',
    qualityReject: 'built-in',
    autoRejectBelow: 'built-in'
  }
};

export const COMPONENT_NAMES = Object.keys(NAMES.en) as ComponentName[];

export function components(): Components {
  const all = Object.fromEntries(
    COMPONENT_NAMES.map((name, i) => [name, { value: i / 7, unit: '', score: 100 - i * 4 }])
  );
  return { ...all, HeadPoseYaw: { value: 32, unit: 'deg', score: 41 } } as Components;
}

export async function crop(colour = '#b98'): Promise<Uint8Array> {
  return sharp({ create: { width: 112, height: 112, channels: 3, background: colour } })
    .webp()
    .toBuffer();
}

export async function faceData(changes: Partial<FaceCardData> = {}): Promise<FaceCardData> {
  const quality = changes.quality === undefined ? 0.83 : changes.quality;
  const map = Array.from({ length: 7 }, (_, i) => Array.from({ length: 7 }, (_, j) => (i - j) / 20));
  return {
    kind: 'face',
    path: 'samples/p01-a.jpg',
    width: 640,
    height: 480,
    faces: 1,
    box: { x: 10, y: 20, width: 150, height: 190 },
    landmarks: [
      [1, 1],
      [2, 1],
      [1.5, 2],
      [1, 3],
      [2, 3]
    ],
    detectionScore: 0.998,
    aligned: false,
    crop: await crop(),
    quality,
    logQuality: 3.21,
    rawQuality: 24.8,
    qualityMap: map,
    qualityBias: 5.53,
    mapScale: 0.76,
    components: components(),
    assessment:
      quality === null || (quality >= 0.4 && quality < 0.6) ? 'review' : quality < 0.4 ? 'rejected' : 'trusted',
    advice: [],
    warnings: [],
    policy: POLICY,
    model: 'rts-s',
    device: 'cpu',
    timings: { decode: 6, detect: 20, align: 1, recognise: 5, components: 2 },
    elapsedMs: 34,
    ...changes
  };
}

export async function pairData(changes: Partial<ComparisonCardData> = {}): Promise<ComparisonCardData> {
  return {
    kind: 'comparison',
    a: await faceData({ path: 'a.jpg' }),
    b: await faceData({ path: 'b.jpg' }),
    similarity: 0.71,
    verdict: 'match',
    reliable: true,
    recapture: null,
    meaning: null,
    advice: [],
    warnings: [],
    policy: POLICY,
    ...changes
  };
}
