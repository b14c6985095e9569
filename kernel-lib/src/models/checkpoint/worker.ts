/** The thread that reads what a checkpoint says of itself: whatever the file makes it do, it can be ended. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FacegaugeError, SerializedError } from '../../errors';
import { readContent } from './content';
import { Source } from './source';
import type { TensorView } from './tensor';

/** The descriptor stays the parent's: threads of a process share them. */
export interface Question {
  fd: number;
  file: string;
  size: number;
}

export type Answer = { tensors: [string, TensorView][] } | { error: SerializedError };

function answer({ fd, file, size }: Question): Answer {
  try {
    return { tensors: readContent(new Source(fd, file, size)) };
  } catch (error) {
    return { error: (error as FacegaugeError).toJSON() };
  }
}

parentPort?.postMessage(answer(workerData as Question));
