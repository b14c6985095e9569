import type { Config } from 'vega-lite';
import { GROUND, INK, MUTED } from '../drawing';

/**
 * Every chart has its own white ground and dark ink, as the cards have, so it reads alike in a light and a dark notebook, on a web
 * page and on paper.
 */
export { GROUND, INK };

export const CONFIG: Config = {
  axis: {
    labelColor: INK,
    titleColor: INK,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelFontSize: 11,
    titleFontSize: 12,
    gridColor: '#e6eaee',
    domainColor: MUTED,
    tickColor: MUTED
  },
  legend: { labelColor: INK, labelFontSize: 12, orient: 'bottom', direction: 'horizontal', title: null },
  title: {
    anchor: 'start',
    color: INK,
    subtitleColor: MUTED,
    fontSize: 14,
    subtitleFontSize: 12,
    subtitlePadding: 4,
    offset: 12
  },
  view: { stroke: null }
};
