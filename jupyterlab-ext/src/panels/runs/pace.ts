/** So much of the past tells the pace. */
const WINDOW_MS = 60_000;

/** How fast runs go on, by how far they had come at each look: a run that was resumed was not slow while it rested. */
export class Pace {
  see(run: number, done: number, at: number): void {
    const looks = this.looks.get(run) ?? [];
    looks.push({ done, at });
    while (looks.length > 2 && looks[0].at < at - WINDOW_MS) looks.shift();
    this.looks.set(run, looks);
  }

  /** Pictures a second; null before it can be told. */
  rate(run: number): number | null {
    const looks = this.looks.get(run) ?? [];
    const [first, last] = [looks[0], looks.at(-1)];
    if (!first || !last || last.at <= first.at || last.done <= first.done) return null;
    return (1000 * (last.done - first.done)) / (last.at - first.at);
  }

  private readonly looks = new Map<number, { done: number; at: number }[]>();
}
