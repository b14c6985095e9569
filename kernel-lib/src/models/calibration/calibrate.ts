/**
 * What does quality mean with this recogniser on these pictures? Quality q: a mated comparison of the picture with a good reference
 * is accepted at FMR 1e-3 with probability q.
 */
import { lowestAtFmr } from '../../evaluation';
import { calibrate as interpolate } from '../../recognition';
import type { CalibrationKnots, CalibrationRecord, Thresholds } from '../manifest';
import { calibrationError, fitIsotonic, type Observation } from './isotonic';
import { comparePairs, type CalibrationPair, type CalibrationRow, type ComparedPairs } from './pairs';
import { suggestThresholds } from './thresholds';

export interface Calibration {
  knots: CalibrationKnots;
  thresholds: Thresholds;
  /** Expected calibration error on the same data: how well a rising curve fits at all. */
  error: number;
  /** Share of mated pairs rejected at similarityMatch. */
  fnmr: number;
  pictures: number;
  identities: number;
  matedPairs: number;
  nonMatedPairs: number;
}

const ACCEPTANCE_FMR = 1e-3;

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/**
 * Each mated pair speaks of its worse picture, the better one being the reference; where both are good it speaks of both.
 * Pairs of two poor pictures say nothing about a comparison with a good reference.
 */
function observe(rows: CalibrationRow[], { mated }: ComparedPairs, threshold: number): Observation[] {
  const good = median(rows.map(row => row.logQuality));
  const observations: Observation[] = [];
  for (const { a, b, similarity } of mated) {
    const accepted = similarity > threshold ? 1 : 0;
    if (rows[b].logQuality >= good) observations.push({ logQuality: rows[a].logQuality, accepted });
    if (rows[a].logQuality >= good) observations.push({ logQuality: rows[b].logQuality, accepted });
  }
  return observations;
}

/**
 * Fits the meaning of quality and suggests thresholds.
 * @param rows one a picture; embeddings of unit length by the network in question, log quality by the face network
 * @param pairs which rows to compare; default: all with all, by identity
 * @throws FacegaugeError INVALID_ARGUMENT where there is too little data
 */
export function calibrateNetwork(rows: CalibrationRow[], pairs?: CalibrationPair[]): Calibration {
  const compared = comparePairs(rows, pairs);
  const { mated, nonMated } = compared;
  const thresholds = suggestThresholds(nonMated);
  const observations = observe(rows, compared, lowestAtFmr(nonMated, ACCEPTANCE_FMR));
  const knots = fitIsotonic(observations);
  return {
    knots,
    thresholds,
    error: calibrationError(observations, value => interpolate(value, knots)),
    fnmr: mated.filter(({ similarity }) => similarity <= thresholds.similarityMatch).length / mated.length,
    pictures: rows.length,
    identities: new Set(rows.map(({ identity }) => identity)).size,
    matedPairs: mated.length,
    nonMatedPairs: nonMated.count
  };
}

/** The part of a calibration that the manifest keeps. @param sha256 of the network it was made for */
export function recordOf(calibration: Calibration, sha256: string, today = new Date()): CalibrationRecord {
  const { pictures, identities, matedPairs, nonMatedPairs } = calibration;
  return { date: today.toISOString().slice(0, 10), pictures, identities, matedPairs, nonMatedPairs, sha256 };
}
