import { asChart, count, settled, type Chart } from './chart';
import type { ChartOptions } from './ground';

/** A picture's place on the map. */
export interface MapPoint {
  x: number;
  y: number;
  /** null: not known. */
  quality: number | null;
  identity?: string | null;
  source?: string | null;
  /** Path or key, for the tooltip. */
  name?: string | null;
  /** A `data:` URL; shown in the tooltip where the viewer shows pictures. */
  thumbnail?: string | null;
}

export interface MapOptions extends ChartOptions {
  /** What colours the points, default quality. */
  colour?: 'quality' | 'identity' | 'source';
  /** How the places were found, for the reader. */
  method?: 'umap' | 'pca';
  /** Pictures there are, where only some are drawn. */
  of?: number;
}

/** Names that get a colour of their own; the others share a grey. */
const MOST_NAMES = 8;
/** Okabe and Ito, without black. */
const NAMES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#8c6bb1', '#a6761d'];

const TEXT = {
  en: {
    title: 'Map of faces',
    quality: 'quality',
    identity: 'person',
    source: 'source',
    name: 'picture',
    others: 'others',
    axis: { umap: 'UMAP, no unit', pca: 'principal component, no unit' },
    summary: (n: string, of: string | null, method: string) =>
      `${n} pictures${of === null ? '' : ` of ${of}`} by ${method}: near points are alike; distances far apart mean little`
  },
  zh: {
    title: '人脸分布图',
    quality: '质量',
    identity: '人员',
    source: '来源',
    name: '图像',
    others: '其他',
    axis: { umap: 'UMAP（无单位）', pca: '主成分（无单位）' },
    summary: (n: string, of: string | null, method: string) =>
      `${of === null ? '' : `共 ${of} 张，画出 `}${n} 张图像，${method}：相邻的点相似，远距离没有确切含义`
  }
};

/** Where faces lie among each other, coloured by quality, person or source. */
export function embeddingMap(points: readonly MapPoint[], options: MapOptions = {}): Chart {
  const { colour = 'quality', method = 'umap', of } = options;
  const { language, colours } = settled(options);
  const text = TEXT[language];
  const named = colour === 'quality' ? [] : commonest(points, colour);
  const rows = points.map(point => ({
    x: round(point.x),
    y: round(point.y),
    ...(point.quality === null ? {} : { quality: round(point.quality) }),
    ...(point.identity == null ? {} : { identity: point.identity }),
    ...(point.source == null ? {} : { source: point.source }),
    ...(point.name == null ? {} : { name: point.name }),
    ...(point.thumbnail == null ? {} : { image: point.thumbnail }),
    ...(colour === 'quality' ? {} : { group: named.includes(point[colour] ?? '') ? point[colour] : text.others })
  }));
  const names = rows.some(row => row.group === text.others) ? [...named, text.others] : named;
  const place = (field: 'x' | 'y') => ({
    field,
    type: 'quantitative',
    scale: { zero: false, nice: false, padding: 12 },
    axis: { title: `${text.axis[method]} ${field === 'x' ? 1 : 2}`, labels: false, ticks: false, grid: false }
  });
  const fields = (['name', 'identity', 'source', 'quality', 'image'] as const).filter(field =>
    rows.some(row => field in row)
  );
  return asChart(
    {
      title: text.title,
      summary: text.summary(
        count(points.length),
        of === undefined || of === points.length ? null : count(of),
        method.toUpperCase()
      ),
      width: 460,
      height: 400,
      data: { values: rows },
      mark: { type: 'point', filled: true, size: points.length > 2000 ? 14 : 36, opacity: 0.75 },
      encoding: {
        x: place('x'),
        y: place('y'),
        color:
          colour === 'quality'
            ? {
                field: 'quality',
                type: 'quantitative',
                scale: { domain: [0, 1], range: colours.scheme },
                legend: { title: text.quality, gradientLength: 200 }
              }
            : {
                field: 'group',
                type: 'nominal',
                scale: {
                  domain: names,
                  range: [...NAMES.slice(0, named.length), colours.muted].slice(0, names.length)
                },
                legend: { title: text[colour], columns: 5, labelLimit: 90 }
              },
        // The viewer draws what is called `image` as a picture.
        tooltip: fields.map(field => ({ field, title: field === 'image' ? 'image' : text[field] }))
      }
    },
    options,
    NAMES
  );
}

function commonest(points: readonly MapPoint[], by: 'identity' | 'source'): string[] {
  const counts = new Map<string, number>();
  for (const point of points) {
    const name = point[by];
    if (name != null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_NAMES)
    .map(([name]) => name);
}

const round = (value: number): number => Number(value.toPrecision(5));
