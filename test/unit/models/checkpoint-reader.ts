/** A process that reads the checkpoints it is told, one after the other, and says what became of each and what it cost. */
import fs from 'node:fs';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { readContent } from '../../../kernel-lib/src/models/checkpoint/content';
import { Source } from '../../../kernel-lib/src/models/checkpoint/source';
import { readTensor } from '../../../kernel-lib/src/models/checkpoint/tensor';

export interface Told {
  /** Of the processor: a busy machine is not the file's fault. */
  ms: number;
  /** `read`, or the code of the error. */
  outcome: string;
  /** Highest memory of the process so far, in bytes. */
  peak: number;
}

async function readAll(file: string): Promise<string> {
  const fd = fs.openSync(file, 'r');
  try {
    const source = new Source(fd, file, fs.fstatSync(fd).size);
    const readAt = async (from: number, length: number) => source.read(from, length, 'numbers');
    for (const [name, view] of readContent(source)) await readTensor(view, name, Float32Array, readAt);
    return 'read';
  } catch (error) {
    if (error instanceof FacegaugeError) return error.code;
    throw error;
  } finally {
    fs.closeSync(fd);
  }
}

process.on('message', async (file: string) => {
  const before = process.cpuUsage();
  const outcome = await readAll(file);
  const { user, system } = process.cpuUsage(before);
  const told: Told = { ms: (user + system) / 1000, outcome, peak: process.resourceUsage().maxRSS * 1024 };
  process.send?.(told);
});
