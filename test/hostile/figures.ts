/** What the hostile tests share: how long they may be, and the figures that their closing line states. */

/** Only the short form is asked for: minutes become seconds. */
export const short = process.argv.includes('--short');

export const figures: string[] = [];

/** Adds a figure to the closing line: `10000 checkpoints, slowest 80 ms`. */
export function figure(text: string): void {
  figures.push(text);
  console.log(`      ${text}`);
}
