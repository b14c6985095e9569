import { asChart, count, percent, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** How often something was found. */
export interface FindingShare {
  /** As a person reads it. */
  name: string;
  count: number;
}

const TEXT = {
  en: {
    title: 'What is seen',
    axis: 'share of pictures',
    name: 'finding',
    count: 'pictures',
    none: 'Nothing was found'
  },
  zh: { title: '所见问题', axis: '图像占比', name: '问题', count: '图像数', none: '未发现问题' }
};

/** Findings by frequency, the commonest first. @param pictures all that were looked at */
export function findingsByFrequency(
  findings: readonly FindingShare[],
  pictures: number,
  options: ChartOptions = {}
): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const rows = [...findings]
    .sort((a, b) => b.count - a.count)
    .map(({ name, count: n }) => ({
      name,
      count: n,
      share: n / pictures,
      label: `${count(n)} · ${percent(n / pictures)}`
    }));
  const y = {
    field: 'name',
    type: 'nominal',
    sort: null,
    axis: { title: text.name, labelLimit: 240, titleAngle: -90, maxExtent: 280 }
  };
  const x = { field: 'share', type: 'quantitative', axis: { title: text.axis, format: '%', tickCount: 5 } };
  const tooltip = [
    { field: 'name', title: text.name },
    { field: 'label', title: text.count }
  ];
  const separator = language === 'zh' ? '；' : '; ';
  const first = rows.slice(0, 3).map(({ name, label }) => `${name} ${label}`);
  return asChart(
    {
      title: text.title,
      summary: first.join(separator) || text.none,
      width: 400,
      height: { step: 24 },
      data: { values: rows },
      encoding: { y, x, tooltip },
      layer: [
        { mark: { type: 'bar', color: colours.main, height: 14 } },
        {
          mark: { type: 'text', align: 'left', dx: 5, color: colours.ink, fontSize: 11 },
          encoding: { text: { field: 'label' } }
        }
      ]
    },
    options
  );
}
