/** Benches with a server and a browser: a step that hangs says which one it is, and nothing of what was started stays behind. */

const MS = 1000;

/** What `work` gives, or after so many seconds an error that names the step. */
export async function step<T>(what: string, seconds: number, work: () => Promise<T>): Promise<T> {
  console.log(`  … ${what}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done after ${seconds} s`)), seconds * MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Things to be closed, the last opened first, however a bench ends. */
export class Opened {
  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => void this.close().finally(() => process.exit(1)));
    }
  }

  add<T extends { close(): Promise<void> }>(thing: T): T {
    this.things.push(thing);
    return thing;
  }

  async close(until?: { close(): Promise<void> }): Promise<void> {
    while (this.things.length > 0) {
      const thing = this.things.pop()!;
      await step('closing', 60, () => thing.close()).catch(error => console.error(String(error)));
      if (thing === until) return;
    }
  }

  private readonly things: { close(): Promise<void> }[] = [];
}
