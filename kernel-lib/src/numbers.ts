/**
 * Figures as people read them: cards, tables, consoles and sentences show a value with the same digits, because all of them
 * take it from here.
 */
import type { ComponentValue, Language, Policy } from './types';

/** Two decimals, or as many as said; a true minus sign, so that columns of figures line up. */
export function decimal(value: number, digits = 2): string {
  return minus(value.toFixed(digits));
}

/** With its sign, zero without one. */
export function signed(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) > 0 ? `+${text}` : minus(text);
}

/**
 * A quality, never rounded up: 0.5996 is not shown as having reached 0.60. Two decimals; three where a threshold of the policy
 * it is judged by has three, so that the figure lies on the same side of every threshold as the quality.
 */
export function quality(
  value: number,
  policy?: Pick<Policy, 'qualityReject' | 'qualityTrust' | 'autoRejectBelow'>
): string {
  const thresholds = policy ? [policy.qualityReject, policy.qualityTrust, policy.autoRejectBelow ?? 0] : [];
  const digits = thresholds.some(one => threshold(one).length > '0.00'.length) ? 3 : 2;
  const scale = 10 ** digits;
  return decimal(Math.floor(value * scale + 1e-6) / scale, digits);
}

/** A similarity with three decimals; with more where it would read as lying on the other side of a threshold, or on it. */
export function similarity(value: number, policy: Pick<Policy, 'similarityReview' | 'similarityMatch'>): string {
  const sides = (shown: number) =>
    [policy.similarityReview, policy.similarityMatch].map(one => Math.sign(shown - Number(one.toFixed(4)))).join();
  for (let digits = 3; ; digits++)
    if (digits === 6 || sides(Number(value.toFixed(digits))) === sides(value)) return decimal(value, digits);
}

/** A threshold with two decimals, or as many up to four as it has. */
export function threshold(value: number): string {
  return decimal(value, 4).replace(/0{1,2}$/, '');
}

/** A share as a percentage, `12 %`, `0.4 %`, `99.6 %`: never 0 % of something that is there, nor 100 % of what is not all. */
export function share(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  if (percent >= 99.9 && percent < 100) return '> 99.9 %';
  if (percent > 99 && percent < 100) return `${decimal(Math.floor(percent * 10) / 10, 1)} %`;
  return `${decimal(percent, percent < 10 && percent % 1 !== 0 ? 1 : 0)} %`;
}

/** A measurement with its unit: degrees close up, other units apart; a count needs none. */
export function measurement({ value, unit }: ComponentValue, language: Language = 'en'): string {
  if (unit === 'deg') return `${decimal(value, 1)}°`;
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.095 ? 2 : 3;
  const text = decimal(value, digits);
  return unit === '' || unit === 'faces' ? text : unit === '%' ? `${text}%` : `${text} ${unitWord(unit, language)}`;
}

const CHINESE_UNITS: Readonly<Record<string, string>> = { px: '像素', bit: '比特', levels: '级', ms: '毫秒' };

export function unitWord(unit: string, language: Language): string {
  return language === 'zh' ? (CHINESE_UNITS[unit] ?? unit) : unit;
}

/** What runs a network, as it is written. */
export function deviceName(device: string): string {
  return { cpu: 'CPU', cuda: 'CUDA', webgpu: 'WebGPU' }[device] ?? device;
}

/** `640 × 480 px` */
export function pixels(width: number, height: number, language: Language = 'en'): string {
  return `${Math.round(width)} × ${Math.round(height)} ${unitWord('px', language)}`;
}

export function milliseconds(value: number, language: Language = 'en'): string {
  const figure = value >= 9.95 || value === 0 ? String(Math.round(value)) : value.toFixed(1);
  return `${figure} ${unitWord('ms', language)}`;
}

function minus(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
