import type { ComponentValue } from '../types';

/** Two decimals, or as many as said; a true minus sign, so that columns of figures line up. */
export function decimal(value: number, digits = 2): string {
  return minus(value.toFixed(digits));
}

/** With its sign, zero without one. */
export function signed(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) > 0 ? `+${text}` : minus(text);
}

/** A quality to two decimals, never rounded up: 0.5996 is not shown as having reached 0.60. */
export function quality(value: number): string {
  return decimal(Math.floor(value * 100 + 1e-6) / 100);
}

/** A threshold with two decimals, with three where it has them. */
export function threshold(value: number): string {
  const text = value.toFixed(3);
  return text.endsWith('0') ? text.slice(0, -1) : text;
}

/** A measurement with its unit: degrees close up, other units apart; a count needs none. */
export function measurement({ value, unit }: ComponentValue): string {
  if (unit === 'deg') return `${decimal(value, 1)}°`;
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.095 ? 2 : 3;
  const text = decimal(value, digits);
  return unit === '' || unit === 'faces' ? text : unit === '%' ? `${text}%` : `${text} ${unit}`;
}

export function milliseconds(value: number): string {
  return value >= 9.95 || value === 0 ? `${Math.round(value)} ms` : `${value.toFixed(1)} ms`;
}

function minus(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
