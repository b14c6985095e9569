/** Rows of a store that nobody photographed: people, sources and qualities as a data set has them. */
import { createHash } from 'node:crypto';
import type { SampleRow } from '../../kernel-lib/src/store';

export const DAY = 86_400_000;
export const START = Date.UTC(2026, 0, 1);
const CODES = ['defocus', 'motion', 'dark', 'mask', 'turned', 'backlight'];

let state = 1;
const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;

/** As hashes are: in no order, which is what makes an index of them dear. */
const hash = (i: number): string => createHash('sha256').update(String(i)).digest('hex');

/** Picture `i` of so many, over thirty days. */
export function syntheticRow(
  i: number,
  run: number | null,
  { rows, sources }: { rows: number; sources: number }
): SampleRow {
  const quality = Math.min(1, Math.max(0, 0.7 + 0.35 * (random() + random() - 1)));
  const failed = random() < 0.03;
  const findings = failed || quality > 0.8 ? [] : [CODES[Math.floor(random() * CODES.length)]];
  const embedding = failed ? null : new Float32Array(512);
  for (let k = 0; embedding && k < 512; k++) embedding[k] = ((i * 31 + k * 17) % 97) / 2000;
  return {
    run,
    key: null,
    path: `/data/set/person-${i % 5000}/picture-${i}.jpg`,
    pathRaw: null,
    source: `camera-${i % sources}`,
    identity: `person-${i % 5000}`,
    tags: i % 4 === 0 ? null : { site: `site-${i % 40}`, shift: i % 3 ? 'day' : 'night' },
    fileSize: 100_000 + i,
    fileMtime: START,
    sha256: hash(i),
    pixelHash: hash(-i),
    perceptualHash: i.toString(16).padStart(16, '0'),
    camera: null,
    takenAt: START - DAY * 100 + i * 2000,
    takenAtZoned: false,
    processedAt: START + Math.floor((i / rows) * 30 * DAY),
    width: 640,
    height: 480,
    acquired: !failed,
    faces: failed ? 0 : 1,
    box: failed ? null : { x: 100, y: 90, width: 200, height: 240 },
    landmarks: null,
    detectionScore: failed ? null : 0.99,
    quality: failed ? null : quality,
    rawQuality: quality,
    logQuality: Math.log(quality + 1e-9),
    qualityMap: null,
    qualityBias: 0,
    components: null,
    causes: null,
    assessment: failed ? 'not-acquired' : 'trusted',
    findings,
    advice: [],
    warnings: [],
    errorCode: failed ? 'NO_FACE' : null,
    errorMessage: null,
    elapsedMs: 20 + random() * 60,
    timings: null,
    model: 'rts-s',
    recogniser: null,
    policyVersion: 0,
    device: 'cpu',
    embedding,
    thumbnail: null
  };
}
