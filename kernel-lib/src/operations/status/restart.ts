/** `facegauge restart`: a wish that every process with an engine beside the same store grants within a second. */
import fs from 'node:fs';
import path from 'node:path';

const wishIn = (folder: string): string => path.join(folder, 'restart');

/** @param folder of the store's home */
export function askForRestart(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(wishIn(folder), new Date().toISOString());
}

/** Says once of each wish that came after it was made. */
export class RestartWishes {
  readonly #file: string;
  #seen: number;

  constructor(folder: string) {
    this.#file = wishIn(folder);
    this.#seen = this.#time();
  }

  /** True where somebody has asked since the last look. */
  asked(): boolean {
    const time = this.#time();
    const asked = time !== this.#seen && time > 0;
    this.#seen = time;
    return asked;
  }

  #time(): number {
    return fs.statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }
}
