/** Figures as the library shows them (kernel-lib/src/numbers.ts), with the reader's separators. */

/** A quality to two decimals, never rounded up: 0.5996 is not shown as having reached 0.60. */
export function qualityText(value: number, language: string): string {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return format.format(Math.floor(value * 100 + 1e-6) / 100);
}

/** A threshold with two decimals, or as many up to four as it has. */
export function thresholdText(value: number, language: string): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value);
}
