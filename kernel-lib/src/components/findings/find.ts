import type { Finding } from '../../types';
import { COVER_RULES } from './cover';
import { DETAIL_RULES } from './detail';
import type { Evidence } from './evidence';
import { FRAMING_RULES } from './framing';
import { LIGHT_RULES } from './light';
import { MEDIUM_RULES } from './medium';
import { FINDING_CODES, type FindingCode, type Found, type Rule } from './rule';

const RULES: readonly Rule[] = [...MEDIUM_RULES, ...COVER_RULES, ...FRAMING_RULES, ...LIGHT_RULES, ...DETAIL_RULES];

/** What the first makes look like the second: a photographed screen has its grid, darkness its noise. Said of such a picture it would mislead. */
const EXPLAINS: Partial<Record<FindingCode, readonly FindingCode[]>> = {
  screen: ['compression', 'noise', 'mosaic', 'low-contrast', 'low-resolution', 'defocus', 'motion'],
  print: ['low-contrast', 'compression', 'noise'],
  'not-a-face': ['mask', 'sunglasses', 'hand-or-object', 'profile', 'turned', 'tilted', 'side-light', 'low-contrast'],
  mosaic: ['low-resolution', 'compression', 'defocus', 'motion', 'noise'],
  noise: ['defocus', 'motion', 'low-resolution', 'compression'],
  motion: ['defocus', 'low-resolution'],
  compression: ['low-resolution', 'mosaic'],
  dark: ['low-contrast', 'noise', 'compression', 'side-light'],
  backlight: ['dark', 'low-contrast', 'side-light'],
  overexposed: ['low-contrast'],
  cropped: ['mask', 'sunglasses', 'hand-or-object', 'side-light'],
  profile: ['turned', 'side-light', 'hand-or-object', 'tilted'],
  'small-face': ['low-resolution', 'defocus', 'motion', 'noise', 'compression']
};

/** Kinds of one family look alike; of those only the surest is said. */
const RIVALS: readonly (readonly FindingCode[])[] = [
  ['defocus', 'motion', 'low-resolution', 'mosaic'],
  ['mask', 'hand-or-object'],
  ['screen', 'print']
];

/** What a person would see is wrong with the picture, most important first; empty for a good one. */
export function findFaults(evidence: Evidence): Finding[] {
  const all = RULES.map(rule => rule(evidence)).filter((one): one is Found => one !== null);
  const surest = all.filter(one => !all.some(other => beats(other, one)));
  return surest.filter(one => !surest.some(other => explains(other, one))).sort(byImportance);
}

function beats(other: Found, one: Found): boolean {
  if (other === one || !RIVALS.some(family => family.includes(one.code) && family.includes(other.code))) return false;
  return other.confidence > one.confidence || (other.confidence === one.confidence && rank(other) < rank(one));
}

/** A slight fault explains no gross one. */
function explains(other: Found, one: Found): boolean {
  return other.severity >= one.severity && (EXPLAINS[other.code]?.includes(one.code) ?? false);
}

function byImportance(a: Found, b: Found): number {
  return b.severity - a.severity || rank(a) - rank(b);
}

function rank({ code }: Found): number {
  return FINDING_CODES.indexOf(code);
}
