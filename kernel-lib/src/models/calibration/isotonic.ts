/** Monotone regression: pool adjacent violators (Ayer et al., Ann. Math. Statist. 26(4), 1955), on binned observations. */
import type { CalibrationKnots } from '../manifest';

/** One comparison: the log quality of the picture in question and whether it was accepted (1) or not (0). */
export interface Observation {
  logQuality: number;
  accepted: number;
}

interface Block {
  x: number;
  y: number;
  weight: number;
}

const MOST_BINS = 60;
/** Of observations a bin should hold: fewer make the curve a staircase of chance. */
const LEAST_IN_BIN = 25;

/** Bins of equal numbers of observations along log quality. */
function bin(observations: Observation[]): Block[] {
  const sorted = [...observations].sort((a, b) => a.logQuality - b.logQuality);
  const bins = Math.max(2, Math.min(MOST_BINS, Math.floor(sorted.length / LEAST_IN_BIN)));
  return Array.from({ length: bins }, (_, k) => {
    const part = sorted.slice(Math.floor((k * sorted.length) / bins), Math.floor(((k + 1) * sorted.length) / bins));
    const mean = (value: (o: Observation) => number) => part.reduce((sum, o) => sum + value(o), 0) / part.length;
    return { x: mean(o => o.logQuality), y: mean(o => o.accepted), weight: part.length };
  });
}

function pool(blocks: Block[]): Block[] {
  const pooled: Block[] = [];
  for (const block of blocks) {
    let last = block;
    while (pooled.length > 0 && (pooled[pooled.length - 1].y >= last.y || pooled[pooled.length - 1].x >= last.x)) {
      const before = pooled.pop() as Block;
      const weight = before.weight + last.weight;
      const mix = (a: number, b: number) => (a * before.weight + b * last.weight) / weight;
      last = { x: mix(before.x, last.x), y: mix(before.y, last.y), weight };
    }
    pooled.push(last);
  }
  return pooled;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/**
 * Fits the probability of acceptance as a rising function of log quality.
 * @returns at least two knots, rising in both coordinates
 */
export function fitIsotonic(observations: Observation[]): CalibrationKnots {
  const blocks = pool(bin(observations));
  const knots = blocks.map(({ x, y }): [number, number] => [round(x, 4), round(y, 5)]);
  const rising = knots.filter(([x], i) => i === 0 || x > knots[i - 1][0]);
  // Quality that says nothing about acceptance: a flat line, honestly.
  return rising.length > 1 ? rising : [rising[0], [rising[0][0] + 1, rising[0][1]]];
}

const ERROR_BINS = 15;

/** Mean distance of predicted and observed share over 15 bins of equal width, weighted by their size (expected calibration error). */
export function calibrationError(observations: Observation[], predict: (logQuality: number) => number): number {
  const sums = Array.from({ length: ERROR_BINS }, () => ({ predicted: 0, accepted: 0 }));
  for (const { logQuality, accepted } of observations) {
    const predicted = predict(logQuality);
    const sum = sums[Math.min(ERROR_BINS - 1, Math.floor(predicted * ERROR_BINS))];
    sum.predicted += predicted;
    sum.accepted += accepted;
  }
  return sums.reduce((total, s) => total + Math.abs(s.predicted - s.accepted), 0) / observations.length;
}
