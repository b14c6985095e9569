/** Figures as the library shows them (kernel-lib/src/numbers.ts), with the reader's separators. */

/**
 * A quality, never rounded up: 0.5996 is not shown as having reached 0.60. Two decimals; three where one of the thresholds it is
 * judged by has three.
 */
export function qualityText(value: number, language: string, thresholds: readonly (number | null)[] = []): string {
  const fine = thresholds.some(one => one !== null && Math.abs(one * 100 - Math.round(one * 100)) > 1e-6);
  const digits = fine ? 3 : 2;
  const scale = 10 ** digits;
  return digitsText(Math.floor(value * scale + 1e-6) / scale, language, digits);
}

/** A similarity with three decimals; with more where it would read as lying on the other side of a threshold, or on it. */
export function similarityText(value: number, language: string, thresholds: readonly number[]): string {
  const sides = (shown: number) => thresholds.map(one => Math.sign(shown - Number(one.toFixed(4)))).join();
  let digits = 3;
  while (digits < 6 && sides(Number(value.toFixed(digits))) !== sides(value)) digits++;
  return digitsText(value, language, digits);
}

/** A threshold with two decimals, or as many up to four as it has. */
export function thresholdText(value: number, language: string): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(value);
}

function digitsText(value: number, language: string, digits: number): string {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(value);
}
