/** The display to tune thresholds on: made as Vega-Lite, finished as Vega, whose sliders a preset can move. */
import { compileChart, vegaBundle, saveChart, type ChartSpec, type MimeBundle } from '../drawing';
import type { PlaneBin, PlaneThresholds } from './verdict-plane';
import { asChart, settled } from './chart';
import type { ChartOptions, Colours } from './ground';
import { tuningWords, type TuningWords } from './tuning-words';

/** Comparisons aggregated so that every policy on the grid can be counted from them. */
export interface TuningData {
  similarity: {
    /** Thresholds that can be chosen, ascending. */
    edges: readonly number[];
    low: number;
    high: number;
    step: number;
    /** Of each step from `low` its place among the edges. */
    places: readonly number[];
  };
  /** null where no quality is known. */
  quality: { edges: readonly number[]; step: number } | null;
  /**
   * `similarity quality mated nonMated`, separated by semicolons: similarity is twice the number of edges below it, one more on an edge;
   * quality, the lower of both, is the number of edges it reaches, 0 where one is not known.
   */
  cells: string;
  /** At each edge of quality: comparisons of which one picture, and of which both, lie below it. */
  rejected: Record<'mated' | 'nonMated', { one: readonly number[]; both: readonly number[] }>;
  totals: { mated: number; nonMated: number };
  /** At each edge of similarity, as it is shown. */
  fmr: readonly string[];
  fnmr: readonly string[];
  plane: readonly PlaneBin[];
  policy: PlaneThresholds;
  presets: readonly { name: string; policy: PlaneThresholds }[];
}

/** A Vega 5 specification with its data inside. */
export interface TuningChart extends ChartSpec {
  description: string;
  /** Writes it as .html (with its sliders), .svg or .png. */
  save(file: string): Promise<void>;
}

const KEYS = ['similarityMatch', 'similarityReview', 'qualityTrust', 'qualityReject'] as const;
const DISPLAY = Symbol.for('Jupyter.display');

export function tuningChart(data: TuningData, options: ChartOptions = {}): TuningChart {
  const { language, colours } = settled(options);
  const words = tuningWords(language);
  const lite = asChart(
    {
      title: words.title,
      summary: words.summary(data.totals),
      spacing: 18,
      params: params(data, words),
      vconcat: [
        facts(data, words, colours),
        data.plane.length > 0
          ? { spacing: 28, hconcat: [plane(data, 'mated', words, colours), plane(data, 'nonMated', words, colours)] }
          : null,
        matrix(data, words, colours)
      ].filter(part => part !== null),
      resolve: { scale: { color: 'independent', x: 'independent', y: 'independent' } }
    },
    options
  );
  const spec = withPresets(compileChart(lite), data, words) as unknown as TuningChart;
  spec.$schema = 'https://vega.github.io/schema/vega/v5.json';
  // Letters and figures as text, for screen readers and for every magnification.
  spec.usermeta = { embedOptions: { renderer: 'svg' } };
  spec.description = `${words.title}. ${words.summary(data.totals)}. ${words.how}`;
  Object.defineProperties(spec, {
    save: { value: (file: string) => saveChart(spec, file), enumerable: false },
    [DISPLAY]: { value: (): Promise<MimeBundle> => vegaBundle(spec), enumerable: false }
  });
  return spec;
}

/** Sliders, and what follows from where they stand: places among the edges, and figures looked up there. */
function params({ similarity, quality, policy, rejected, fmr, fnmr }: TuningData, words: TuningWords): unknown[] {
  const { low, high, step, edges, places } = similarity;
  const slider = (name: (typeof KEYS)[number], min: number, max: number, by: number) => ({
    name,
    value: policy[name],
    bind: { input: 'range', min, max, step: by, name: words[name] }
  });
  // A preset's threshold is an edge itself; one of a slider is a step, whatever a browser makes of its decimals.
  const placeOf = (name: string) =>
    `indexof(edges, ${name}) >= 0 ? indexof(edges, ${name}) : places[clamp(round((${name} - ${low}) / ${step}), 0, ${places.length - 1})]`;
  const qualityPlace = (name: string) =>
    quality
      ? `indexof(qualityEdges, ${name}) >= 0 ? indexof(qualityEdges, ${name}) : indexof(qualityEdges, round(${name} * 1000) / 1000)`
      : '0';
  return [
    slider('similarityMatch', low, high, step),
    slider('similarityReview', low, high, step),
    ...(quality ? [slider('qualityTrust', 0, 1, quality.step), slider('qualityReject', 0, 1, quality.step)] : []),
    { name: 'edges', value: edges },
    { name: 'places', value: places },
    { name: 'qualityEdges', value: quality?.edges ?? [0] },
    { name: 'rejected', value: rejected },
    { name: 'fmrAt', value: fmr },
    { name: 'fnmrAt', value: fnmr },
    { name: 'atMatch', expr: placeOf('similarityMatch') },
    // Thresholds in the wrong order are no policy: the lower one gives way.
    { name: 'atReview', expr: `min(atMatch, ${placeOf('similarityReview')})` },
    { name: 'atTrust', expr: qualityPlace('qualityTrust') },
    { name: 'atReject', expr: quality ? `min(atTrust, ${qualityPlace('qualityReject')})` : '0' }
  ];
}

/** One row: what becomes of comparisons under the thresholds of the sliders. */
function counted({ cells, totals }: TuningData): Record<string, unknown> {
  const calculate = (as: string, expression: string) => ({ calculate: expression, as });
  const sums = ['matchMated', 'matchNonMated', 'noMatchMated', 'noMatchNonMated'];
  const rest = (kind: 'mated' | 'nonMated', end: string) =>
    `${totals[kind]} - datum.match${end} - datum.noMatch${end} - datum.recapture${end} - datum.unreliable${end}`;
  return {
    data: { values: [{ cells }] },
    transform: [
      calculate('cell', "split(datum.cells, ';')"),
      { flatten: ['cell'] },
      calculate('parts', "split(datum.cell, ' ')"),
      calculate('s', 'toNumber(datum.parts[0])'),
      calculate('q', 'toNumber(datum.parts[1])'),
      calculate('m', 'toNumber(datum.parts[2])'),
      calculate('n', 'toNumber(datum.parts[3])'),
      calculate('match', 'datum.q > atTrust && datum.s >= 2 * atMatch + 2 ? 1 : 0'),
      calculate('noMatch', 'datum.q > atTrust && datum.match == 0 && datum.s <= 2 * atReview ? 1 : 0'),
      calculate('matchMated', 'datum.match * datum.m'),
      calculate('matchNonMated', 'datum.match * datum.n'),
      calculate('noMatchMated', 'datum.noMatch * datum.m'),
      calculate('noMatchNonMated', 'datum.noMatch * datum.n'),
      { aggregate: sums.map(field => ({ op: 'sum', field, as: field })) },
      calculate('recaptureMated', 'rejected.mated.one[atReject]'),
      calculate('recaptureNonMated', 'rejected.nonMated.one[atReject]'),
      calculate('unreliableMated', 'rejected.mated.both[atReject]'),
      calculate('unreliableNonMated', 'rejected.nonMated.both[atReject]'),
      calculate('reviewMated', rest('mated', 'Mated')),
      calculate('reviewNonMated', rest('nonMated', 'NonMated'))
    ]
  };
}

/** Thresholds in force and the error rates there, as lines of text. */
function facts({ quality }: TuningData, words: TuningWords, { ink, muted }: Colours): Record<string, unknown> {
  const number = (name: string, place: string, list = 'edges') => `'${name} ' + format(${list}[${place}], '.4~f')`;
  const lines = [
    [
      number(words.similarityMatch, 'atMatch'),
      number(words.similarityReview, 'atReview'),
      ...(quality
        ? [
            number(words.qualityTrust, 'atTrust', 'qualityEdges'),
            number(words.qualityReject, 'atReject', 'qualityEdges')
          ]
        : [])
    ].join(" + '  ·  ' + "),
    `'${words.fmr} ' + fmrAt[atMatch]`,
    `'${words.fnmr} ' + fnmrAt[atMatch]`
  ];
  return {
    width: 560,
    height: 62,
    view: { stroke: null },
    layer: lines.map((line, i) => ({
      data: { values: [{}] },
      transform: [{ calculate: line, as: 'line' }],
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'top',
        fontSize: i === 0 ? 12 : 14,
        color: i === 0 ? muted : ink
      },
      encoding: { x: { value: 0 }, y: { value: i * 22 }, text: { field: 'line' } }
    }))
  };
}

/** Verdict × truth: counts and shares of each truth. */
function matrix(data: TuningData, words: TuningWords, colours: Colours): Record<string, unknown> {
  const verdicts = ['match', 'review', 'noMatch', ...(data.quality ? ['recapture', 'unreliable'] : [])];
  const fields = verdicts.flatMap(verdict => [`${verdict}Mated`, `${verdict}NonMated`]);
  const base = counted(data);
  const names = Object.fromEntries(
    verdicts.flatMap(verdict =>
      ['Mated', 'NonMated'].map(end => [`${verdict}${end}`, words.verdicts[verdict as keyof TuningWords['verdicts']]])
    )
  );
  const x = {
    field: 'verdict',
    type: 'nominal',
    sort: null,
    axis: { title: words.verdict, orient: 'top', labelAngle: 0, domain: false, ticks: false }
  };
  const y = {
    field: 'truth',
    type: 'nominal',
    sort: null,
    axis: { title: words.truth, domain: false, ticks: false, titleAngle: -90 }
  };
  return {
    name: 'matrix',
    width: 560,
    height: 88,
    ...base,
    transform: [
      ...(base.transform as unknown[]),
      { fold: fields, as: ['field', 'count'] },
      { calculate: `(${JSON.stringify(names)})[datum.field]`, as: 'verdict' },
      { calculate: `test(/NonMated$/, datum.field) ? '${words.nonMated}' : '${words.mated}'`, as: 'truth' },
      {
        calculate: `datum.count / (test(/NonMated$/, datum.field) ? ${data.totals.nonMated} : ${data.totals.mated})`,
        as: 'share'
      },
      { calculate: "format(datum.share, '.2%')", as: 'percent' },
      { calculate: "format(datum.count, ',d')", as: 'number' }
    ],
    layer: [
      {
        mark: { type: 'rect', stroke: colours.ground, strokeWidth: 2 },
        encoding: {
          x,
          y,
          color: { field: 'share', type: 'quantitative', scale: { domain: [0, 1], range: colours.pale }, legend: null },
          tooltip: [
            { field: 'verdict', title: words.verdict },
            { field: 'truth', title: words.truth },
            { field: 'number', title: words.count },
            { field: 'percent', title: words.share }
          ]
        }
      },
      {
        mark: { type: 'text', dy: -8, fontSize: 13, fontWeight: 'bold', color: colours.ink },
        encoding: { x, y, text: { field: 'percent' } }
      },
      { mark: { type: 'text', dy: 9, fontSize: 11, color: colours.ink }, encoding: { x, y, text: { field: 'number' } } }
    ]
  };
}

/** Where comparisons of one truth lie, with the borders of the verdicts where the sliders put them. */
function plane(
  { plane: bins }: TuningData,
  kind: 'mated' | 'nonMated',
  words: TuningWords,
  colours: Colours
): Record<string, unknown> {
  const [left, right] = [Math.min(...bins.map(({ from }) => from)), Math.max(...bins.map(({ to }) => to))];
  const xScale = { domain: [left, right], nice: false, zero: false };
  const yScale = { domain: [0, 1], nice: false };
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: xScale,
    axis: { title: words.similarity, format: '.1f', grid: false, tickCount: 6 }
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: yScale,
    axis: { title: words.quality, format: '.1f', grid: false }
  };
  const line = (x1: string, x2: string, y1: string, y2: string) => ({
    data: { values: [{}] },
    transform: Object.entries({ x: x1, x2, y: y1, y2 }).map(([as, calculate]) => ({ calculate, as })),
    mark: { type: 'rule', color: colours.ink, strokeWidth: 1.4, strokeDash: [5, 3], clip: true },
    encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'y2' } }
  });
  const [trust, reject] = ['qualityEdges[atTrust]', 'qualityEdges[atReject]'];
  return {
    title: { text: words[kind], fontSize: 12, anchor: 'middle', offset: 6 },
    width: 250,
    height: 190,
    layer: [
      {
        data: {
          values: bins.flatMap(({ from, to, low, high, [kind]: n }) =>
            n > 0 ? [{ x: from, x2: to, y: low, y2: high, n }] : []
          )
        },
        mark: { type: 'rect' },
        encoding: {
          x,
          x2: { field: 'x2' },
          y,
          y2: { field: 'y2' },
          color: { field: 'n', type: 'quantitative', scale: { type: 'log', range: colours.pale }, legend: null },
          tooltip: [{ field: 'n', title: words.count }]
        }
      },
      line(String(left), String(right), trust, trust),
      line(String(left), String(right), reject, reject),
      line('edges[atMatch]', 'edges[atMatch]', trust, '1'),
      line('edges[atReview]', 'edges[atReview]', trust, '1')
    ]
  };
}

interface Signal {
  name: string;
  value?: unknown;
  bind?: unknown;
  on?: unknown[];
}

/** A menu that moves all sliders at once. Vega-Lite knows no such thing, Vega does. */
function withPresets(
  compiled: import('vega').Spec,
  { presets, quality }: TuningData,
  words: TuningWords
): import('vega').Spec {
  const signals = (compiled.signals ?? []) as Signal[];
  const menu: Signal = {
    name: 'preset',
    value: '',
    bind: {
      input: 'select',
      options: ['', ...presets.map(({ name }) => name)],
      labels: [words.choose, ...presets.map(({ name }) => name)],
      name: words.preset
    }
  };
  for (const key of quality ? KEYS : KEYS.slice(0, 2)) {
    const signal = signals.find(({ name }) => name === key)!;
    const values = Object.fromEntries(presets.map(({ name, policy }) => [name, policy[key]]));
    signal.on = [
      {
        events: { signal: 'preset' },
        update: `isValid((${JSON.stringify(values)})[preset]) ? (${JSON.stringify(values)})[preset] : ${key}`
      }
    ];
  }
  return { ...compiled, signals: [menu, ...signals] as never };
}
