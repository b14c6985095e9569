/** Files that wait to be taken, each once; an end that lets what was taken be finished. */
export class FileQueue implements AsyncIterable<string> {
  readonly #files: string[] = [];
  #ended = false;
  #wake: (() => void) | null = null;

  push(file: string): void {
    if (this.#ended) return;
    this.#files.push(file);
    this.#wake?.();
  }

  /** Nothing more is given out; what waits will be found again. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  get length(): number {
    return this.#files.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    while (!this.#ended) {
      const file = this.#files.shift();
      if (file !== undefined) yield file;
      else await new Promise<void>(resolve => (this.#wake = resolve)).finally(() => (this.#wake = null));
    }
  }
}
