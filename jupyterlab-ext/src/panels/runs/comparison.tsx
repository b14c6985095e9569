import React from 'react';
import type { Locale } from '../../locale';
import { fill } from '../../text';
import type { ICompared } from './model';

const SHOWN = 6;

/** Two runs side by side: figures, findings as shares of their pictures, sources by mean quality. */
export function Comparison(props: { locale: Locale; compared: ICompared[]; reject: number }): React.JSX.Element {
  const { locale, compared } = props;
  const { text, format } = locale;
  const quality = (value: number | null) => (value === null ? '–' : format.quality(value));
  const rows: [string, (one: ICompared) => string][] = [
    [text.pictures, ({ summary }) => format.count(summary.pictures)],
    [text.meanQuality, ({ summary }) => quality(summary.meanQuality)],
    [
      fill(text.lowRate, { reject: format.threshold(props.reject) }),
      ({ summary }) => (summary.lowRate === null ? '–' : format.percent(summary.lowRate))
    ],
    [text.failures, ({ summary }) => format.count(summary.failures)]
  ];
  const findings = commonest(compared.flatMap(one => one.findings.map(f => [f.code, f.pictures])));
  const sources = commonest(compared.flatMap(one => one.sources.map(s => [s.source, s.pictures])));
  return (
    <table className="fg-Table fg-Comparison">
      <caption>{text.comparison}</caption>
      <thead>
        <tr>
          <th scope="col">{text.figure}</th>
          {compared.map(({ run }) => (
            <th key={run.id} scope="col">
              {run.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {compared.map(one => (
              <td key={one.run.id}>{value(one)}</td>
            ))}
          </tr>
        ))}
      </tbody>
      {findings.length > 0 && (
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={3} className="fg-Table-group">
              {text.findingsShare}
            </th>
          </tr>
          {findings.map(code => (
            <tr key={code}>
              <th scope="row">{locale.finding(code)}</th>
              {compared.map(one => {
                const n = one.findings.find(f => f.code === code)?.pictures ?? 0;
                return <td key={one.run.id}>{format.percent(n / Math.max(1, one.summary.pictures))}</td>;
              })}
            </tr>
          ))}
        </tbody>
      )}
      {sources.length > 1 && (
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={3} className="fg-Table-group">
              {text.meanBySource}
            </th>
          </tr>
          {sources.map(source => (
            <tr key={source}>
              <th scope="row">{locale.source(source)}</th>
              {compared.map(one => (
                <td key={one.run.id}>{quality(one.sources.find(s => s.source === source)?.meanQuality ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      )}
    </table>
  );
}

/** Names that have most pictures in both together. */
function commonest(counts: (string | number)[][]): string[] {
  const sums = new Map<string, number>();
  for (const [name, n] of counts as [string, number][]) sums.set(name, (sums.get(name) ?? 0) + n);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name]) => name);
}
