/** ROC and DET: two ways to draw the same operating points. */
import { quantileNormal } from 'vega-statistics';
import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions, Colours } from './ground';

/** Errors at one threshold, FNMR with its interval. */
export interface ErrorPoint {
  threshold: number;
  fmr: number;
  fnmr: number;
  /** 95 % interval of the FNMR. */
  low: number;
  high: number;
}

export interface ErrorCurve {
  /** By falling FMR. */
  points: readonly ErrorPoint[];
  mated: number;
  nonMated: number;
}

const TEXT = {
  en: {
    roc: 'ROC: matches of the same person against false matches',
    det: 'DET: false non-matches against false matches',
    fmr: 'false match rate (FMR)',
    tmr: 'true match rate (1 − FNMR)',
    fnmr: 'false non-match rate (FNMR)',
    threshold: 'threshold',
    summary: (mated: string, nonMated: string) =>
      `${mated} mated, ${nonMated} non-mated comparisons; band: 95 % interval of the FNMR`
  },
  zh: {
    roc: 'ROC：同人匹配率与误识率',
    det: 'DET：拒识率与误识率',
    fmr: '误识率（FMR）',
    tmr: '正确匹配率（1 − FNMR）',
    fnmr: '拒识率（FNMR）',
    threshold: '阈值',
    summary: (mated: string, nonMated: string) =>
      `同人比对 ${mated} 次，异人比对 ${nonMated} 次；色带：FNMR 的 95 % 区间`
  }
};

/** Shares that stand at the axes. */
const POWERS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];
const FNMR_TICKS = [0.0001, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.99];

/** @param curve its points as `detPoints` gives them, with intervals */
export function rocChart(curve: ErrorCurve, options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const rows = drawn(curve).map(point => ({
    ...point,
    x: Math.log10(point.fmr),
    y: 1 - point.fnmr,
    from: 1 - point.high,
    to: 1 - point.low
  }));
  const least = Math.floor(Math.min(-1, ...rows.map(({ x }) => x)));
  const exponents = Array.from({ length: 1 - least }, (_, i) => least + i);
  return curveChart(text.roc, text.summary(count(curve.mated), count(curve.nonMated)), rows, options, {
    x: axis(text.fmr, exponents, value => power(10 ** value), [least, 0]),
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: [niceBottom(Math.min(1, ...rows.map(({ from }) => from))), 1], nice: false },
      axis: { title: text.tmr, format: '%', tickCount: 5 }
    },
    tooltip: tooltipOf(text),
    colours
  });
}

/** Both axes by `probit`, on which the errors of two normal distributions are a straight line. */
export function detChart(curve: ErrorCurve, options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const least = 0.5 / Math.max(1, curve.mated);
  const bounded = (share: number) => probit(Math.max(least, Math.min(1 - least, share)));
  const rows = drawn(curve)
    .filter(({ fmr }) => fmr < 1)
    .map(point => ({
      ...point,
      x: probit(point.fmr),
      y: bounded(point.fnmr),
      from: bounded(point.low),
      to: bounded(point.high)
    }));
  const xs = rows.map(({ x }) => x);
  const lowest = POWERS.filter(rate => rate >= Math.min(...rows.map(({ fmr }) => fmr)) / 3);
  const left = Math.min(...xs, probit(lowest[0] ?? 0.1));
  const bottom = Math.min(...rows.map(({ from }) => from));
  const top = Math.min(probit(0.995), Math.max(...rows.map(({ to }) => to)));
  const ticks = FNMR_TICKS.map(probit).filter(value => value >= bottom - 0.05 && value <= top + 0.05);
  return curveChart(text.det, text.summary(count(curve.mated), count(curve.nonMated)), rows, options, {
    x: axis(text.fmr, [...lowest, 0.4].map(probit), value => power(normal(value)), [left, probit(0.5)]),
    y: { ...axis(text.fnmr, ticks, value => percentOf(normal(value)), [bottom, top]), field: 'y' },
    tooltip: tooltipOf(text),
    colours
  });
}

/** An FMR of none has no place on a scale of powers. */
const drawn = ({ points }: ErrorCurve): ErrorPoint[] => points.filter(({ fmr }) => fmr > 0);

function tooltipOf(text: (typeof TEXT)['en']): Record<string, unknown>[] {
  return [
    { field: 'threshold', title: text.threshold, format: '.4f' },
    { field: 'fmr', title: text.fmr, format: '.2e' },
    { field: 'fnmr', title: text.fnmr, format: '.4f' },
    { field: 'low', title: '2.5 %', format: '.4f' },
    { field: 'high', title: '97.5 %', format: '.4f' }
  ];
}

/** Ticks where they belong and texts of our own: a label is looked up by its place. */
function axis(
  title: string,
  values: readonly number[],
  label: (value: number) => string,
  domain: readonly number[]
): Record<string, unknown> {
  const names = Object.fromEntries(values.map(value => [String(Math.round(value * 1e4)), label(value)]));
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: {
      title,
      values,
      labelExpr: `(${JSON.stringify(names)})[toString(round(datum.value * 10000))]`,
      labelOverlap: true
    }
  };
}

function curveChart(
  title: string,
  summary: string,
  rows: readonly Record<string, unknown>[],
  options: ChartOptions,
  { x, y, tooltip, colours }: { x: unknown; y: Record<string, unknown>; tooltip: unknown; colours: Colours }
): Chart {
  return asChart(
    {
      ...{ title, summary, width: 440, height: 280 },
      data: { values: rows },
      layer: [
        {
          mark: { type: 'area', color: colours.main, opacity: 0.22, clip: true },
          encoding: { x, y: { ...y, field: 'from' }, y2: { field: 'to' } }
        },
        { mark: { type: 'line', color: colours.main, strokeWidth: 2, clip: true }, encoding: { x, y } },
        {
          mark: { type: 'point', filled: true, color: colours.main, size: 22, clip: true },
          encoding: { x, y, tooltip }
        }
      ]
    },
    options
  );
}

function niceBottom(value: number): number {
  const steps = value > 0.9 ? 0.02 : 0.1;
  return Math.max(0, Math.floor(value / steps) * steps);
}

function probit(share: number): number {
  return quantileNormal(share);
}

/** The share that has this probit, to the digits a label shows: ticks are made of such shares. */
function normal(value: number): number {
  const known = [...POWERS, ...FNMR_TICKS, 0.4];
  return known.reduce((best, share) =>
    Math.abs(probit(share) - value) < Math.abs(probit(best) - value) ? share : best
  );
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function power(value: number): string {
  const exponent = Math.round(-Math.log10(value));
  if (Math.abs(value * 10 ** exponent - 1) > 1e-6) return String(value);
  return exponent === 0 ? '1' : `10⁻${SUPERSCRIPTS[exponent]}`;
}

const percentOf = (share: number): string => `${Number((100 * share).toFixed(4))}%`;
