/** Of a set of pictures: so many percent have this quality or less. */
export interface Percentile {
  /** 0..100; 0 is the lowest quality, 100 the highest. */
  percent: number;
  quality: number;
}

export const PERCENTS: readonly number[] = [0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100];

/**
 * Percentiles by nearest rank: the lowest quality that at least so many percent do not exceed, so each is the quality of a picture.
 * @returns empty without a quality
 */
export function percentileTable(qualities: ArrayLike<number>, percents: readonly number[] = PERCENTS): Percentile[] {
  const sorted = Float64Array.from(qualities).sort();
  if (sorted.length === 0) return [];
  const at = (percent: number): number => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length - 1e-9) - 1)];
  return percents.map(percent => ({ percent, quality: at(percent) }));
}
