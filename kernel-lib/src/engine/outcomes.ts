/** What becomes of an answer, of a picture that gets none, and of a worker that cannot be started. */
import { FacegaugeError } from '../errors';
import type { Warning } from '../types';
import type { Answer, SentError } from './messages';
import type { Task } from './task';

/** What comes over the channel are views of a larger message, which they would keep in memory. */
function ownMemory(answer: Answer): Answer {
  if (!Array.isArray(answer)) {
    const [preview, thumbnail] = [answer.preview, answer.thumbnail].map(view => Uint8Array.from(view));
    return { ...answer, preview, thumbnail };
  }
  const preview = Uint8Array.from(answer[0].preview);
  return answer.map(extraction => {
    const { recognition } = extraction;
    recognition.embedding = recognition.embedding.slice();
    if (recognition.copies) recognition.copies.embeddings = recognition.copies.embeddings.map(e => e.slice());
    return { ...extraction, thumbnail: Uint8Array.from(extraction.thumbnail), preview };
  });
}

/** The answer of a picture that one device had no room for, and that another one gave. */
export function answerOf(task: Task, answer: Answer): Answer {
  const own = ownMemory(answer);
  // What the log says of it is named after CUDA.
  if (task.noRoomOn !== 'cuda') return own;
  const warning: Warning = {
    code: 'CUDA_OUT_OF_MEMORY',
    message: 'The memory of the GPU was full when it came to this picture; another device did the work.'
  };
  const add = <T extends { warnings: Warning[] }>(said: T): T => ({ ...said, warnings: [...said.warnings, warning] });
  return Array.isArray(own) ? own.map(add) : add(own);
}

export function closed(): FacegaugeError {
  return new FacegaugeError('CLOSED', 'The engine has been closed.', { action: 'Open another one.' });
}

export function crashed({ label, input, losses }: Task, cause: string): FacegaugeError {
  return new FacegaugeError('ENGINE_CRASHED', `The engine process died ${losses} times over ${label} (${cause}).`, {
    found: cause,
    path: typeof input === 'string' ? input : undefined,
    action: 'Other pictures are not affected; save this one anew with another program, or free memory.'
  });
}

/** @param words what the process said last */
export function notStarted(words: string, cause: string): SentError {
  const reason = /^\w*Error: .*$/m.exec(words)?.[0] ?? words.split('\n').at(-1);
  const message = `The engine process cannot be started (${cause})${reason ? `: ${reason}` : '.'}`;
  return { code: 'ENGINE_START_FAILED', message, found: words || cause };
}
