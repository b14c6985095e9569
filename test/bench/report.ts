/** What was measured, on what, against which target. */
import os from 'node:os';

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The figure should not be above it; null where it only informs. */
  target: number | null;
}

export function report(title: string, figures: Figure[]): void {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown CPU';
  const load = os.loadavg()[0].toFixed(1);
  console.log(`\n${title}`);
  console.log(
    `${cpu}, ${os.availableParallelism()} cores, load ${load}, Node ${process.versions.node}, ${process.platform}`
  );
  for (const { name, value, unit, target } of figures) {
    const verdict =
      target === null ? '' : `  ${value <= target ? '✓' : '✗'} target ≤ ${Number(target.toFixed(3))}${unit}`;
    console.log(`  ${name.padEnd(58)} ${value.toFixed(2).padStart(9)}${unit}${verdict}`);
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds of one run. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
