import { checkChart, chartMistake } from './chart-check';
import { VEGA_MIME, VEGALITE_MIME, type MimeBundle } from './mime';
import { drawingBundle, type Drawing } from './render';
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

/**
 * A chart: the specification for JupyterLab, a picture of it for everything else, and its description in words.
 * @throws FacegaugeError INVALID_ARGUMENT where the specification cannot be drawn, naming the place in it
 */
export async function chartBundle(given: ChartSpec): Promise<MimeBundle> {
  // As it will travel: vega marks the rows it draws, and those of the caller stay as they are.
  const spec = JSON.parse(JSON.stringify(given)) as ChartSpec;
  checkChart(spec);
  const drawing = await drawChart(spec);
  return { [VEGALITE_MIME]: spec, ...(await drawingBundle(drawing, wordsOf(spec))) };
}

/** The same of a Vega 5 specification, which is drawn as it is. */
export async function vegaBundle(given: ChartSpec): Promise<MimeBundle> {
  const spec = JSON.parse(JSON.stringify(given)) as ChartSpec;
  const drawing = await drawChart(spec);
  return { [VEGA_MIME]: JSON.parse(JSON.stringify(given)), ...(await drawingBundle(drawing, wordsOf(spec))) };
}

/** What a chart says to those who do not see it. */
export function wordsOf(spec: ChartSpec): string {
  return spec.description ?? titleOf(spec.title) ?? 'A chart';
}

/** The chart as SVG, its letters as outlines. Vega is loaded when the first chart is drawn: it takes a while. */
export async function drawChart(spec: ChartSpec): Promise<Drawing> {
  const vega = require('vega') as typeof import('vega') & { textMetrics: TextMetrics };
  // Without a canvas vega guesses widths of text; the letters drawn are ours, and so are their widths.
  vega.textMetrics.width = (item, text) => {
    const line = String(text ?? item.text ?? '');
    const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
    return textWidth(line, { size: item.fontSize ?? 11, weight: bold ? 'bold' : 'regular' });
  };
  const view = viewOf(spec, vega);
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

/** Whether a specification is of Vega itself. */
export function isVega({ $schema }: ChartSpec): boolean {
  return /\/vega\/v5/.test($schema);
}

/** The Vega specification of a chart. @throws INVALID_ARGUMENT where there is none */
export function compileChart(spec: ChartSpec): import('vega').Spec {
  if (isVega(spec)) return spec as unknown as import('vega').Spec;
  const { compile } = require('vega-lite') as typeof import('vega-lite');
  try {
    return compile({ background: 'white', ...spec } as never).spec;
  } catch (error) {
    throw chartMistake((error as Error).message, error);
  }
}

function viewOf(spec: ChartSpec, vega: typeof import('vega')) {
  const compiled = compileChart(spec);
  try {
    return new vega.View(vega.parse(compiled), { renderer: 'none' });
  } catch (error) {
    throw chartMistake((error as Error).message, error);
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
