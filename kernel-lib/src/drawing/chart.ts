import { VEGALITE_MIME, type MimeBundle } from './mime';
import { drawingBundle } from './render';
import { outlineText, textWidth } from './typography';

/** A Vega-Lite 5 specification, whose schema names the version. */
export interface ChartSpec {
  $schema: string;
  title?: unknown;
  description?: string;
  [key: string]: unknown;
}

export function isChart(value: unknown): value is ChartSpec {
  const schema = (value as ChartSpec | null)?.$schema;
  return typeof schema === 'string' && /\/vega-lite\/v5/.test(schema);
}

/** A chart: the specification for JupyterLab, a picture of it for everything else, and its description in words. */
export async function chartBundle(spec: ChartSpec): Promise<MimeBundle> {
  const drawing = await drawChart(spec);
  const description = spec.description ?? titleOf(spec.title) ?? 'A chart';
  return { [VEGALITE_MIME]: spec, ...(await drawingBundle(drawing, description)) };
}

/** Loaded when the first chart is drawn: vega takes a while. */
async function drawChart(spec: ChartSpec) {
  const vega = require('vega') as typeof import('vega') & { textMetrics: TextMetrics };
  const vegaLite = require('vega-lite') as typeof import('vega-lite');
  // Without a canvas vega guesses widths of text; the letters drawn are ours, and so are their widths.
  vega.textMetrics.width = (item, text) => {
    const line = String(text ?? item.text ?? '');
    const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
    return textWidth(line, { size: item.fontSize ?? 11, weight: bold ? 'bold' : 'regular' });
  };
  const compiled = vegaLite.compile({ background: 'white', ...spec } as never).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const [width, height] = ['width', 'height'].map(name =>
      Number(new RegExp(`^<svg[^>]* ${name}="([\\d.]+)"`).exec(svg)![1])
    );
    return { svg: outlineText(svg), width: Math.ceil(width), height: Math.ceil(height) };
  } finally {
    view.finalize();
  }
}

/** Exported by vega, absent from its types. */
interface TextMetrics {
  width: (item: TextItem, text?: unknown) => number;
}

interface TextItem {
  text?: unknown;
  fontSize?: number;
  fontWeight?: string | number;
}

function titleOf(title: unknown): string | undefined {
  if (typeof title === 'string') return title;
  if (Array.isArray(title)) return title.join(' ');
  return title && typeof title === 'object' ? titleOf((title as { text?: unknown }).text) : undefined;
}
