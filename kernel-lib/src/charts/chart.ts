import { saveChart, type ChartSpec } from '../drawing';
import type { Language } from '../types';
import { COLOURS_OF, configOf, readersTheme, type ChartOptions, type Colours } from './ground';

/** A Vega-Lite 5 specification with its data inside; `description` says in words what it shows. */
export interface Chart extends ChartSpec {
  description: string;
  /**
   * Writes it as .svg, .png or .html (one page without network, with the tooltips; the folder is made).
   * @throws FacegaugeError INVALID_ARGUMENT for another ending; NO_SPACE
   */
  save(file: string): Promise<void>;
}

/**
 * Gives a specification what all charts have, and a `save` that is no part of the specification.
 * @param kept colours that are the same in both themes
 */
export function asChart(
  { title, summary, ...spec }: { title: string; summary: string; [key: string]: unknown },
  { theme: asked }: ChartOptions,
  kept: readonly string[] = []
): Chart {
  const theme = asked ?? 'light';
  const chart = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: { text: title, subtitle: summary },
    description: `${title}. ${summary}`,
    background: COLOURS_OF[theme].ground,
    padding: 12,
    config: configOf(theme),
    ...(asked === undefined ? { usermeta: readersTheme(kept) } : {}),
    ...spec
  };
  return savable(chart as unknown as ChartSpec & { description: string });
}

/** JSON and comparisons of the specification know nothing of the method. */
export function savable<T extends ChartSpec>(spec: T): T & Pick<Chart, 'save'> {
  Object.defineProperty(spec, 'save', { value: (file: string) => saveChart(spec, file), enumerable: false });
  return spec as T & Pick<Chart, 'save'>;
}

/** Language and colours of the options. */
export function settled({ language = 'en', theme = 'light' }: ChartOptions): { language: Language; colours: Colours } {
  return { language, colours: COLOURS_OF[theme] };
}

/** Thresholds as dashed lines with their names beside them, across the other axis. */
export function thresholdRules(
  channel: 'x' | 'y',
  thresholds: readonly { at: number; name: string; align?: 'left' | 'right' }[],
  scale: Record<string, unknown>,
  { ink }: Colours
): Record<string, unknown>[] {
  const place = { field: 'at', type: 'quantitative', scale };
  return [
    {
      data: { values: thresholds.map(({ at, name }) => ({ at, name })) },
      mark: { type: 'rule', color: ink, strokeWidth: 1.2, strokeDash: [5, 3] },
      encoding: { [channel]: place }
    },
    ...thresholds.map(({ at, name, align = 'left' }) => ({
      data: { values: [{ at, name }] },
      mark: {
        type: 'text',
        color: ink,
        fontSize: 11,
        align,
        baseline: 'bottom',
        ...(channel === 'x' ? { dx: align === 'left' ? 4 : -4, dy: -3 } : { dy: -3, dx: -2 })
      },
      encoding: {
        [channel]: place,
        ...(channel === 'x' ? { y: { value: 0 } } : { x: { value: 'width' } }),
        text: { field: 'name' }
      }
    }))
  ];
}

/** A count as vega's axes write it. */
export const count = (n: number): string => n.toLocaleString('en');

/** A share in percent with as many decimals as it takes. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value >= 99.95 && value < 100) return '> 99.9%';
  return `${value === 0 || value === 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2)}%`;
}
