import type { Assessment, VerdictName } from '../types';

/**
 * A card has its own light ground, so it reads alike in a light and in a dark notebook. Meaning is never colour alone:
 * each standing has a shape and a word too, and the colours (after Okabe and Ito) keep apart for every kind of sight.
 */
export const WIDTH = 740;
export const PADDING = 22;

export const INK = '#1b1f24';
export const MUTED = '#5b6570';
export const HAIRLINE = '#d5dbe1';
export const GROUND = '#ffffff';
export const PANEL = '#f4f6f8';
export const GREY = '#8a939c';

export interface Standing {
  shape: 'check' | 'warning' | 'cross' | 'none';
  /** For marks and text on white; contrast ≥ 4.5. */
  strong: string;
  /** For areas behind dark text. */
  soft: string;
}

const GOOD: Standing = { shape: 'check', strong: '#0064a4', soft: '#cfe4f3' };
const CAUTION: Standing = { shape: 'warning', strong: '#9a5b00', soft: '#fbe3b6' };
const BAD: Standing = { shape: 'cross', strong: '#a6321b', soft: '#f4cdc2' };
const NONE: Standing = { shape: 'none', strong: MUTED, soft: '#e6eaee' };

export const ASSESSMENT: Record<Assessment | 'failed', Standing> = {
  trusted: GOOD,
  review: CAUTION,
  rejected: BAD,
  'not-acquired': NONE,
  failed: BAD
};

export const VERDICT: Record<VerdictName, Standing> = {
  match: GOOD,
  'no-match': { shape: 'cross', strong: '#40376e', soft: '#dcd8ee' },
  review: CAUTION,
  recapture: CAUTION,
  unreliable: NONE
};

/** The unmarked part of a scale or bar. */
export const EMPTY = '#e6eaee';

/** Fill of a component's bar by its score: the poorer, the warmer; the figure beside it says the same. */
export function scoreColour(score: number): string {
  return score < 40 ? '#c2492d' : score < 70 ? '#d9962b' : '#4d83ad';
}

export const CAUTION_MARK = { standing: CAUTION, ground: '#fdf3dd' };

/** Marks of what was found in a picture, by severity: slight, clear, severe. */
export const SEVERITY: Record<1 | 2 | 3, Standing> = { 1: NONE, 2: CAUTION, 3: BAD };
