/**
 * How probable it is that a thing is of the odd kind, fitted on the data set itself: what odd things would look like is made from its own
 * pictures (a picture under a name drawn by lot, an identity cut in halves …), how many there are is estimated along with it.
 */

/** Features of one thing; the same number for all, at most a few. */
export type Features = readonly number[];

export interface Odds {
  /** Estimated share of odd things. */
  prior: number;
  /** Probability of each thing given to be odd, in their order. */
  probabilities: Float64Array;
  /** Of any other thing. */
  probability(features: Features): number;
  /** Of other things among which the odd ones have a share of their own, which is estimated. */
  ofOthers(things: readonly Features[]): Float64Array;
}

const ROUNDS = 15;
const FIRST_PRIOR = 0.3;
/** Pull of the slopes towards 0, as a share of the weight of all things: two kinds that are far apart stay finite probabilities. */
const RIDGE = 0.00002;
/** Things looked at for the fit. */
const MOST = 20_000;

/**
 * Expectation–maximisation: a logistic regression tells the things of the data set (each by its probability of not being odd) from the
 * made ones, which gives a likelihood ratio; with the prior, a probability; the mean of the probabilities is the next prior (Saerens,
 * Latinne & Decaestecker 2002).
 * Such a mixture is not determined: odd things might as well be regular ones that look so. Of all divisions that explain the data the one
 * with most odd things is meant, which is why a suspect counts among the regular ones by the *square* of its probability of being one.
 * Nothing fitted on n things is surer than 1 − 1 / (n + 2) (Laplace's rule of succession): the tail of a regression goes on to
 * .999999999 where none of the n can have shown it.
 * @param things of the data set, mostly not odd
 * @param made odd by construction
 */
export function fitOdds(things: readonly Features[], made: readonly Features[]): Odds {
  const scale = scaleOf([...thin(things), ...thin(made)]);
  const real = things.map(scale);
  const [fitted, odd] = [thin(real), thin(made).map(scale)];
  let prior = FIRST_PRIOR;
  // Begun from above: what is suspected wrongly acquits itself in the next round, while errors taken for regular hide one another.
  let probability = nearerTo(meanOf(odd), meanOf(fitted));
  let logRatio = (_: Features): number => 0;
  for (let round = 0; round < ROUNDS; round++) {
    const current = probability;
    const weights = fitted.map(one => (1 - current(one)) ** 2);
    const regular = weights.reduce((sum, weight) => sum + weight, 0);
    const fit = logistic(
      [...fitted, ...odd],
      weights,
      odd.map(() => regular / odd.length)
    );
    logRatio = (one: Features): number => fit.slopes.reduce((sum, slope, k) => sum + slope * one[k], fit.intercept);
    if (round > 0) prior = shareOf(fitted.map(logRatio), prior, things.length);
    const shift = logit(prior);
    probability = one => sigmoid(logRatio(one) + shift);
  }
  const surest = 1 - 1 / (things.length + 2);
  const said = (p: number): number => Math.min(p, surest);
  return {
    prior,
    probabilities: Float64Array.from(real, one => said(probability(one))),
    probability: features => said(probability(scale(features))),
    ofOthers(others) {
      const ratios = others.map(one => logRatio(scale(one)));
      const shift = logit(shareOf(ratios, FIRST_PRIOR, others.length));
      return Float64Array.from(ratios, ratio => said(sigmoid(ratio + shift)));
    }
  };
}

const meanOf = (rows: readonly Features[]): number[] =>
  rows[0].map((_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);

/** 1 for what lies nearer to one centre than to another. */
function nearerTo(centre: Features, other: Features): (row: Features) => number {
  const distance = (row: Features, to: Features): number =>
    row.reduce((sum, value, k) => sum + (value - to[k]) ** 2, 0);
  return row => (distance(row, centre) < distance(row, other) ? 1 : 0);
}

/** The share of odd things under which their mean probability is that share. */
function shareOf(logRatios: readonly number[], start: number, things: number): number {
  let share = start;
  for (let step = 0; step < 20; step++) {
    const shift = logit(share);
    const mean = logRatios.reduce((sum, one) => sum + sigmoid(one + shift), 0) / logRatios.length;
    // Less than half of one thing is none; more than half of all is no error any more.
    share = Math.min(0.5, Math.max(0.5 / (things + 1), mean));
  }
  return share;
}

/** Weighted logistic regression by Newton's method; both kinds weigh the same, so that the logit is a likelihood ratio. */
function logistic(
  rows: readonly Features[],
  regular: readonly number[],
  odd: readonly number[]
): { intercept: number; slopes: number[] } {
  const size = rows[0].length + 1;
  const weights = [...regular, ...odd];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const beta = new Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const gradient = new Array<number>(size).fill(0);
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    rows.forEach((row, i) => {
      const x = [1, ...row];
      const p = sigmoid(x.reduce((sum, value, k) => sum + value * beta[k], 0));
      const error = weights[i] * ((i >= regular.length ? 1 : 0) - p);
      const curve = weights[i] * Math.max(1e-9, p * (1 - p));
      for (let k = 0; k < size; k++) {
        gradient[k] += error * x[k];
        for (let l = 0; l < size; l++) hessian[k][l] += curve * x[k] * x[l];
      }
    });
    for (let k = 1; k < size; k++) {
      gradient[k] -= RIDGE * total * beta[k];
      hessian[k][k] += RIDGE * total;
    }
    hessian[0][0] += 1e-9 * total;
    const change = solve(hessian, gradient);
    const largest = Math.max(...change.map(Math.abs));
    const damp = largest > 4 ? 4 / largest : 1;
    change.forEach((value, k) => (beta[k] += damp * value));
    if (largest < 1e-8) break;
  }
  return { intercept: beta[0], slopes: beta.slice(1) };
}

/** Gaussian elimination with pivots. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const share = rows[i][k] / rows[k][k];
      for (let l = k; l <= n; l++) rows[i][l] -= share * rows[k][l];
    }
  }
  const result = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let l = k + 1; l < n; l++) sum -= rows[k][l] * result[l];
    result[k] = sum / rows[k][k];
  }
  return result;
}

/** To mean 0 and standard deviation 1, feature by feature. */
function scaleOf(rows: readonly Features[]): (row: Features) => Features {
  const size = rows[0]?.length ?? 0;
  const means = Array.from({ length: size }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  const spreads = means.map((mean, k) =>
    Math.max(1e-9, Math.sqrt(rows.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / rows.length))
  );
  return row => row.map((value, k) => (value - means[k]) / spreads[k]);
}

/** At most {@link MOST}, equally spaced. */
function thin<T>(things: readonly T[]): readonly T[] {
  if (things.length <= MOST) return things;
  return Array.from({ length: MOST }, (_, i) => things[Math.floor((i * things.length) / MOST)]);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const logit = (p: number): number => Math.log(p / (1 - p));

/** The value below which a share of the values lies; −Infinity of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] ?? -Infinity;
}
