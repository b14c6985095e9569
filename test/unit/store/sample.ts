import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SampleRow } from '../../../kernel-lib/src/store';

/** 2026-03-14T12:00:00Z, a whole quarter-hour. */
export const NOON = Date.UTC(2026, 2, 14, 12);
export const QUARTER = 15 * 60 * 1000;
export const DAY = 24 * 60 * 60 * 1000;

/** A complete row of a picture named `name`; `changes` replace fields. */
export function sample(name: string, changes: Partial<SampleRow> = {}): SampleRow {
  const length = Math.sqrt(512);
  return {
    run: null,
    key: null,
    pathRaw: null,
    identity: null,
    tags: null,
    fileSize: 81234,
    fileMtime: NOON - DAY,
    pixelHash: createHash('sha256').update(`pixels of ${name}`).digest('hex'),
    perceptualHash: '00ff10ef20df30cf',
    camera: 'Acme K-100',
    takenAtZoned: false,
    path: `/pictures/kiosk/${name}.jpg`,
    sha256: createHash('sha256').update(name).digest('hex'),
    source: 'kiosk',
    takenAt: NOON - DAY,
    processedAt: NOON,
    width: 640,
    height: 480,
    acquired: true,
    faces: 1,
    box: { x: -3.5, y: 20, width: 200.25, height: 240 },
    landmarks: [
      [60, 90],
      [140, 92],
      [100, 130],
      [70, 180],
      [130, 181]
    ],
    detectionScore: 0.99,
    quality: 0.8,
    rawQuality: 0.75,
    logQuality: Math.log(0.75),
    qualityMap: Array.from({ length: 7 }, (_, y) => Array.from({ length: 7 }, (_, x) => (x - y) / 100)),
    qualityBias: Math.log(0.75),
    components: null,
    causes: { defocus: 0.25, mask: 0 },
    findings: ['defocus', 'dark'],
    advice: ['hold-still'],
    assessment: 'trusted',
    warnings: [{ code: 'SEVERAL_FACES', message: '2 faces' }],
    errorCode: null,
    errorMessage: null,
    elapsedMs: 41.5,
    timings: { decode: 10, detect: 20, align: 1.5, recognise: 9, components: 1 },
    model: 'test-net',
    recogniser: null,
    policyVersion: null,
    device: 'cpu',
    embedding: Float32Array.from({ length: 512 }, (_, i) => Math.sin(i + 1) / length),
    thumbnail: new Uint8Array([0x52, 0x49, 0x46, 0x46, 0, 255]),
    ...changes
  };
}

/** A row of a picture that failed with `code`. */
export function failure(name: string, code: string, changes: Partial<SampleRow> = {}): SampleRow {
  return sample(name, {
    acquired: false,
    faces: code === 'NO_FACE' ? 0 : null,
    box: null,
    landmarks: null,
    detectionScore: null,
    quality: null,
    rawQuality: null,
    logQuality: null,
    qualityMap: null,
    qualityBias: null,
    assessment: code === 'NO_FACE' ? 'not-acquired' : null,
    causes: null,
    findings: [],
    advice: [],
    timings: null,
    warnings: [],
    errorCode: code,
    errorMessage: `${code}: cannot be used`,
    embedding: null,
    thumbnail: null,
    ...changes
  });
}

/** A fresh folder for each test, removed at the end. */
export function useFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'facegauge-store-'));
    all.push(folder);
  });
  const all: string[] = [];
  // Not after each test: a store that is closed later would rightly say that its file is gone.
  after(() => all.forEach(one => rmSync(one, { recursive: true, force: true })));
  return () => folder;
}
