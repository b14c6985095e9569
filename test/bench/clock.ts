/** How long a call takes. */

/**
 * Prints the median of some runs, ms, of the clock and of the processor: on a busy machine only the second says what the work costs. What is
 * kept of the first run is no part of it: that one is told where it took longer.
 * @param most the goal, ms
 * @returns the processor's time
 */
export async function clocked(name: string, work: () => unknown, { runs = 7, most = 0 } = {}): Promise<number> {
  const taken: [clock: number, cpu: number][] = [];
  for (let i = 0; i < runs; i++) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    taken.push([performance.now() - from, (user + system) / 1000]);
  }
  const [[, first]] = taken;
  const [clock, cpu] = [0, 1].map(i => taken.map(one => one[i]).sort((x, y) => x - y)[runs >> 1]);
  const verdict = most === 0 ? '' : `  ${clock <= most ? '✓' : '✗'} goal ≤ ${most} ms`;
  console.log(
    `  ${name.padEnd(58)} ${clock.toFixed(1).padStart(8)} ms, CPU ${cpu.toFixed(1)} ms${first > 2 * cpu && first > 10 ? `, the first time ${first.toFixed(0)} ms` : ''}${verdict}`
  );
  return cpu;
}
