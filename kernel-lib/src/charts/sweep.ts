import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** Quality of some pictures at one severity of one kind of damage. */
export interface SweepStep {
  /** As a person reads it. */
  kind: string;
  /** 0: as it was, 1: clear, 2: heavy. */
  severity: number;
  pictures: number;
  mean: number;
  /** Quality that 5 and 95 % of the pictures do not exceed. */
  low: number;
  high: number;
}

const TEXT = {
  en: {
    title: 'Quality under damage',
    x: 'damage',
    y: 'quality (0–1)',
    steps: ['none', 'clear', 'heavy'],
    pictures: 'pictures',
    mean: 'mean',
    summary: (n: string) => `${n} pictures, damaged step by step; line: mean, band: 5–95 % of the pictures`
  },
  zh: {
    title: '损坏程度与质量',
    x: '损坏程度',
    y: '质量（0–1）',
    steps: ['无', '明显', '严重'],
    pictures: '图像数',
    mean: '平均',
    summary: (n: string) => `${n} 张图像逐级损坏；线：平均值，色带：5–95 % 的图像`
  }
};

const COLUMNS = 3;

/** One small chart a kind of damage. */
export function sweepChart(steps: readonly SweepStep[], options: ChartOptions = {}): Chart {
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const kinds = [...new Set(steps.map(({ kind }) => kind))];
  const x = {
    field: 'damage',
    type: 'ordinal',
    sort: null,
    scale: { domain: text.steps, type: 'point', padding: 0.2 },
    axis: { title: text.x, labelAngle: 0 }
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: text.y, format: '.1f', tickCount: 5 }
  });
  const panels = kinds.map(kind => ({
    title: { text: kind, fontSize: 12, anchor: 'middle', offset: 4 },
    width: 150,
    height: 120,
    data: {
      values: steps.filter(step => step.kind === kind).map(step => ({ ...step, damage: text.steps[step.severity] }))
    },
    layer: [
      {
        mark: { type: 'area', color: colours.main, opacity: 0.22 },
        encoding: { x, y: y('low'), y2: { field: 'high' } }
      },
      {
        mark: { type: 'line', color: colours.main, point: { filled: true, color: colours.main, size: 40 } },
        encoding: {
          x,
          y: y('mean'),
          tooltip: [
            { field: 'damage', title: text.x },
            { field: 'mean', title: text.mean, format: '.3f' },
            { field: 'pictures', title: text.pictures }
          ]
        }
      }
    ]
  }));
  const pictures = Math.max(0, ...steps.map(step => step.pictures));
  return asChart(
    { title: text.title, summary: text.summary(count(pictures)), columns: COLUMNS, spacing: 18, concat: panels },
    options
  );
}
