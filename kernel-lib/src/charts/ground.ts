import type { Config } from 'vega-lite';
import { GROUND, INK, MUTED } from '../drawing';
import type { Language } from '../types';

/**
 * Every chart has its own ground, as the cards have, so it reads alike in a light and a dark notebook, on a web page and on paper:
 * white unless dark is asked for. Where neither is, our extension of JupyterLab draws it in the reader's theme, by `readersTheme`.
 */
export { GROUND, INK };

export type Theme = 'light' | 'dark';

export interface ChartOptions {
  /** Default `en`. */
  language?: Language;
  /** Default `light`, which JupyterLab draws dark where its own theme is. */
  theme?: Theme;
}

/** Colours by their meaning; hues after Okabe and Ito, apart for every kind of sight and in grey. */
export interface Colours {
  ground: string;
  ink: string;
  muted: string;
  grid: string;
  /** Comparisons of the same person. */
  mated: string;
  /** … of different people. */
  nonMated: string;
  /** The one series of a chart that has one. */
  main: string;
  /** What is set against it. */
  other: string;
  /** Few … many, and low … high. */
  scheme: string[];
  /** The same under text. */
  pale: string[];
}

export const COLOURS_OF: Readonly<Record<Theme, Colours>> = {
  light: {
    ground: GROUND,
    ink: INK,
    muted: MUTED,
    grid: '#e6eaee',
    mated: '#0072b2',
    nonMated: '#d55e00',
    main: '#2f6f9f',
    other: '#b5482a',
    scheme: ['#e8f1f8', '#9cc4e0', '#4f95c4', '#1d5f94', '#0b2f52'],
    pale: ['#eef5fb', '#c3dcef', '#93c1e3', '#66a5d6']
  },
  dark: {
    ground: '#14181d',
    ink: '#e8ebee',
    muted: '#a3adb7',
    grid: '#2c333b',
    mated: '#56b4e9',
    nonMated: '#f0a04b',
    main: '#6db3e0',
    other: '#f0a04b',
    scheme: ['#1d2b38', '#27516f', '#3a82ad', '#74b9de', '#d6ecfa'],
    pale: ['#1a242e', '#1f3a50', '#274f6d', '#2f658b']
  }
};

/**
 * What a specification in light colours says of itself, so that it can be drawn dark without a second copy: light → dark colour.
 * @param kept colours that are the same in both themes
 */
export function readersTheme(kept: readonly string[]): { facegauge: { dark: Record<string, string> } } {
  const light = Object.values(COLOURS_OF.light).flat() as string[];
  const dark = Object.values(COLOURS_OF.dark).flat() as string[];
  const pairs = light.map((colour, i) => [colour, dark[i]]);
  return { facegauge: { dark: Object.fromEntries(pairs.filter(([colour]) => !kept.includes(colour))) } };
}

export function configOf(theme: Theme): Config {
  const { ink, muted, grid } = COLOURS_OF[theme];
  return {
    axis: {
      labelColor: ink,
      titleColor: ink,
      titleFontWeight: 'normal',
      titlePadding: 8,
      labelFontSize: 11,
      titleFontSize: 12,
      gridColor: grid,
      domainColor: muted,
      tickColor: muted
    },
    header: { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontWeight: 'normal' },
    legend: {
      labelColor: ink,
      titleColor: ink,
      labelFontSize: 12,
      titleFontWeight: 'normal',
      orient: 'bottom',
      direction: 'horizontal',
      title: null
    },
    title: {
      anchor: 'start',
      color: ink,
      subtitleColor: muted,
      fontSize: 14,
      subtitleFontSize: 12,
      subtitlePadding: 4,
      offset: 12
    },
    view: { stroke: null }
  };
}
