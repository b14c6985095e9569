/** The JSON of results, one object a picture: see the command line's `--json`. */
import type {
  Advice,
  Assessment,
  Box,
  Components,
  Device,
  FalseMatchRates,
  Finding,
  Landmarks,
  Language,
  Policy,
  Copies,
  VerdictName,
  Warning
} from '../types';

export interface SampleJson {
  path: string | null;
  /** Present where the picture came with one. */
  key?: string;
  sha256: string;
  width: number;
  height: number;
  faces: number;
  /** 0 is the face taken where only one is. */
  faceIndex: number;
  box: Box;
  landmarks: Landmarks;
  /** null where detection was skipped. */
  detectionScore: number | null;
  embedding: number[];
  quality: number | null;
  rawQuality: number;
  logQuality: number;
  qualityMap: number[][];
  qualityBias: number;
  components: Components;
  assessment: Assessment;
  /** What is wrong with the picture, most important first. */
  findings: Finding[];
  advice: Advice[];
  warnings: Warning[];
  model: string;
  /** Present where the network names causes: name → probability. */
  causes?: Record<string, number>;
  /** Present where a network of one's own gave the embedding. */
  recogniser?: string;
  device: Device;
  elapsedMs: number;
  /** Present where disturbed copies were asked for. */
  copies?: Omit<Copies, 'embeddings'>;
  /** Present where `detail: 'occlusion'` was asked for. */
  occlusionMap?: number[][];
}

export interface NotAcquiredJson {
  path: string | null;
  /** Present where the picture came with one. */
  key?: string;
  sha256: string;
  width: number;
  height: number;
  faces: 0;
  assessment: 'not-acquired';
  /** Why, as far as the whole picture shows it. */
  findings: Finding[];
  error: { code: 'NO_FACE'; message: string };
}

export interface FailedPictureJson {
  path: string | null;
  /** Present where the picture came with one. */
  key?: string;
  error: { code: string; message: string };
}

export interface ComparisonJson {
  similarity: number;
  verdict: VerdictName;
  reliable: boolean;
  a: SampleJson;
  b: SampleJson;
  thresholds: Policy;
  falseMatchRates: FalseMatchRates;
  /** What the thresholds mean, in words; null where that is not known or has no part in the verdict. */
  meaning: Record<Language, string> | null;
  advice: Advice[];
  /** Present where the verdict is `recapture`. */
  recapture?: 'a' | 'b';
  /** Present where disturbed copies were asked for. */
  copies?: { mean: number; standardError: number };
  /** Present where there is something to know about the comparison itself. */
  warnings?: Warning[];
}

/** The shortest decimal number that is this float32: what a network gave, without digits it never had. */
export function shortest(value: number): number {
  const single = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(single.toPrecision(digits));
    if (Math.fround(text) === single) return text;
  }
  return Number(single.toPrecision(9));
}

/** Coordinates to hundredths of a pixel, milliseconds to tenths. */
export function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
