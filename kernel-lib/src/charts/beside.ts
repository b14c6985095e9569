import { asChart, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** What a chart has of its own when it is a part of another. */
function part({
  $schema: _schema,
  config: _config,
  background: _ground,
  padding: _padding,
  description: _words,
  usermeta: _theme,
  ...own
}: Chart): Record<string, unknown> {
  return own;
}

/** Charts under and beside each other, as one: rows of charts. */
export function together(
  title: string,
  summary: string,
  rows: readonly (readonly Chart[])[],
  options: ChartOptions = {}
): Chart {
  return asChart(
    {
      title,
      summary,
      description: [title, summary, ...rows.flat().map(chart => chart.description)].join('. '),
      spacing: 28,
      resolve: { scale: { color: 'independent', strokeDash: 'independent', x: 'independent', y: 'independent' } },
      vconcat: rows.map(row => (row.length === 1 ? part(row[0]) : { spacing: 28, hconcat: row.map(part) }))
    },
    options
  );
}
