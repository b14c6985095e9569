import { FacegaugeError } from '../errors';
import { seededRandom } from '../random';
import { ratesAt, type Rates } from './rates';
import { scoresOf, type Trial } from './trial';

/** Where a rate lies, with the confidence asked for. */
export interface Interval {
  low: number;
  high: number;
}

/** Errors at one threshold with intervals over people. */
export interface RatesOverSubjects extends Rates {
  intervals: Record<'fmr' | 'fnmr' | 'gfar' | 'gfrr', Interval>;
}

export interface BootstrapOptions {
  /** Default 1,000. */
  replicates?: number;
  /** In (0, 1), default .95. */
  confidence?: number;
  /** The same seed gives the same intervals. Default 1. */
  seed?: number;
}

/**
 * Error rates with intervals by bootstrap over subjects. People are drawn with replacement; a mated pair counts as often as its person
 * was drawn, a non-mated pair as often as both were, multiplied (two-way bootstrap: Owen, "The pigeonhole bootstrap", Ann. Appl. Stat.
 * 2007), because pairs that share a person rise and fall together. An interval is never narrower than the one that takes pairs as
 * independent (Wilson): where no error was seen, drawing again shows none either, which is no proof that there are none.
 * @param trials each with its subjects
 * @throws INVALID_ARGUMENT for a trial without subjects, and for impossible options
 */
export function ratesOverSubjects(
  trials: readonly Trial[],
  thresholds: readonly number[],
  { replicates = 1000, confidence = 0.95, seed = 1 }: BootstrapOptions = {}
): RatesOverSubjects[] {
  if (!(replicates >= 100 && confidence > 0 && confidence < 1))
    throw new FacegaugeError('INVALID_ARGUMENT', 'A bootstrap needs 100 replicates or more and a confidence in 0..1.', {
      found: `${replicates} replicates, confidence ${confidence}`
    });
  const scores = scoresOf(trials);
  const cells = group(trials, thresholds);
  const draws = thresholds.map(() => ({ fmr: [], fnmr: [], gfar: [], gfrr: [] }) as Record<RateName, number[]>);
  const random = seededRandom(seed);
  const weights = new Float64Array(cells.subjects);
  for (let r = 0; r < replicates; r++) {
    weights.fill(0);
    for (let i = 0; i < cells.subjects; i++) weights[Math.floor(random.uniform() * cells.subjects)]++;
    draw(cells, weights, draws);
  }
  return thresholds.map((threshold, i) => {
    const rates = ratesAt(threshold, scores, confidence);
    const names = Object.keys(draws[i]) as RateName[];
    const interval = (name: RateName) => widest(rates[name], percentiles(draws[i][name], confidence));
    return {
      ...rates,
      intervals: Object.fromEntries(names.map(name => [name, interval(name)])) as RatesOverSubjects['intervals']
    };
  });
}

type RateName = 'fmr' | 'fnmr' | 'gfar' | 'gfrr';

/** Pairs of the same two people, counted together. */
interface Cells {
  subjects: number;
  mated: boolean[];
  a: number[];
  b: number[];
  compared: number[];
  all: number[];
  /** Of each threshold: the cells that hold errors, and how many. */
  errors: Map<number, number>[];
}

function group(trials: readonly Trial[], thresholds: readonly number[]): Cells {
  const numbers = new Map<string, number>();
  const numberOf = (subject: string): number => {
    const known = numbers.get(subject);
    if (known !== undefined) return known;
    numbers.set(subject, numbers.size);
    return numbers.size - 1;
  };
  const places = new Map<string, number>();
  const cells: Cells = {
    subjects: 0,
    mated: [],
    a: [],
    b: [],
    compared: [],
    all: [],
    errors: thresholds.map(() => new Map())
  };
  for (const { similarity, mated, subjects } of trials) {
    if (!subjects)
      throw new FacegaugeError('INVALID_ARGUMENT', 'An interval over people needs to know who is on each pair.', {
        action: 'Give every pair its two subjects.'
      });
    const [a, b] = [numberOf(subjects[0]), numberOf(subjects[1])].sort((x, y) => x - y);
    const key = `${a} ${b}`;
    const cell = places.get(key) ?? cells.a.length;
    if (cell === cells.a.length) {
      places.set(key, cell);
      cells.mated.push(mated);
      cells.a.push(a);
      cells.b.push(b);
      cells.compared.push(0);
      cells.all.push(0);
    }
    cells.all[cell]++;
    if (similarity === null) continue;
    cells.compared[cell]++;
    thresholds.forEach((threshold, i) => {
      if (similarity > threshold !== mated) cells.errors[i].set(cell, (cells.errors[i].get(cell) ?? 0) + 1);
    });
  }
  cells.subjects = numbers.size;
  return cells;
}

/** One replicate: weighted sums of pairs and errors, turned into rates; a rate of nothing is left out. */
function draw(cells: Cells, weights: Float64Array, draws: Record<RateName, number[]>[]): void {
  const { a, b, mated } = cells;
  const weightOf = (cell: number) => (mated[cell] ? weights[a[cell]] : weights[a[cell]] * weights[b[cell]]);
  const sums = { mated: { compared: 0, all: 0 }, nonMated: { compared: 0, all: 0 } };
  for (let cell = 0; cell < a.length; cell++) {
    const sum = mated[cell] ? sums.mated : sums.nonMated;
    const weight = weightOf(cell);
    sum.compared += weight * cells.compared[cell];
    sum.all += weight * cells.all[cell];
  }
  cells.errors.forEach((errors, i) => {
    let [falseMatches, falseNonMatches] = [0, 0];
    for (const [cell, count] of errors) {
      if (mated[cell]) falseNonMatches += weightOf(cell) * count;
      else falseMatches += weightOf(cell) * count;
    }
    const { mated: same, nonMated: other } = sums;
    const add = (name: RateName, errorsSeen: number, of: number) => of > 0 && draws[i][name].push(errorsSeen / of);
    add('fmr', falseMatches, other.compared);
    add('gfar', falseMatches, other.all);
    add('fnmr', falseNonMatches, same.compared);
    add('gfrr', falseNonMatches + same.all - same.compared, same.all);
  });
}

function percentiles(values: number[], confidence: number): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

function widest({ low, high }: Interval, drawn: Interval | null): Interval {
  return drawn ? { low: Math.min(low, drawn.low), high: Math.max(high, drawn.high) } : { low, high };
}
