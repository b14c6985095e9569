/** The sliders of the tuning display: where they stand, what thresholds and error rates follow, and the menu that moves them all. */
import type { Colours } from './ground';
import type { TuningData } from './tuning-data';
import type { TuningWords } from './tuning-words';

const KEYS = ['similarityMatch', 'similarityReview', 'qualityTrust', 'qualityReject'] as const;
/** Sliders, and what follows from where they stand: places among the edges, and figures looked up there. */
export function params(
  { similarity, quality, policy, rejected, fmr, fnmr }: TuningData,
  words: TuningWords
): unknown[] {
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

/** Thresholds in force and the error rates there, as lines of text. */
export function facts({ quality }: TuningData, words: TuningWords, { ink, muted }: Colours): Record<string, unknown> {
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

interface Signal {
  name: string;
  value?: unknown;
  bind?: unknown;
  on?: unknown[];
}

/** A menu that moves all sliders at once. Vega-Lite knows no such thing, Vega does. */
export function withPresets(
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
