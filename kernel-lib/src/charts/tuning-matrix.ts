/** The matrix of the tuning display: what becomes of comparisons, counted in the display itself. */
import type { Colours } from './ground';
import type { TuningData } from './tuning-data';
import type { TuningWords } from './tuning-words';

/** Verdict × truth: counts and shares of each truth. */
export function matrix(data: TuningData, words: TuningWords, colours: Colours): Record<string, unknown> {
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
