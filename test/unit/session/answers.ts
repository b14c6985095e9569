import type { ResultContext } from '../../../kernel-lib/src/session/results';
import type { Components, Extraction, FailureToAcquire } from '../../../kernel-lib/src/types';
import { resolvePolicy } from '../../../kernel-lib/src/verification';
import { COMPONENT_NAMES } from '../cards/fixtures';

const components = Object.fromEntries(
  COMPONENT_NAMES.map(name => [name, { value: 1, unit: '', score: 90 }])
) as Components;

/** A unit vector at an angle (radians) to the first axis. */
export function direction(angle: number, size = 512): Float32Array {
  const vector = new Float32Array(size);
  vector[0] = Math.cos(angle);
  vector[1] = Math.sin(angle);
  return vector;
}

/** What an engine might answer. */
export function extraction(changes: { quality?: number | null; embedding?: Float32Array } = {}): Extraction {
  return {
    acquired: true,
    sha256: 'ab'.repeat(32),
    width: 640,
    height: 480,
    takenAt: null,
    faces: 1,
    faceIndex: 0,
    face: {
      box: { x: 10.123456, y: 20, width: 100, height: 120 },
      landmarks: [
        [40, 60],
        [80, 60],
        [60, 85],
        [45, 105],
        [75, 105]
      ],
      score: 0.98,
      fallback: false
    },
    recognition: {
      embedding: changes.embedding ?? direction(0.3),
      logQuality: 1.5,
      rawQuality: Math.exp(1.5),
      quality: changes.quality === undefined ? 0.8 : changes.quality,
      qualityMap: Array.from({ length: 7 }, () => Array(7).fill(-0.1)),
      qualityBias: 6.4,
      causes: null,
      warnings: []
    },
    components,
    findings: [],
    warnings: [],
    thumbnail: new Uint8Array([1, 2, 3]),
    preview: new Uint8Array([7, 8, 9]),
    timings: { decode: 1, detect: 2, align: 3, recognise: 4, components: 5 },
    elapsedMs: 15.04
  };
}

export const failure: FailureToAcquire = {
  acquired: false,
  sha256: 'cd'.repeat(32),
  width: 640,
  height: 480,
  takenAt: null,
  faces: 0,
  findings: [],
  warnings: [],
  preview: new Uint8Array([4, 5, 6]),
  thumbnail: new Uint8Array([1, 2, 4]),
  elapsedMs: 3
};

export function context(changes: Partial<ResultContext> = {}): ResultContext {
  return {
    image: 'people/a.jpg',
    key: null,
    source: undefined,
    aligned: false,
    model: { id: 'net', recogniser: null, mapScale: 0.5 },
    device: 'cpu',
    policy: resolvePolicy(),
    language: 'en',
    ...changes
  };
}
