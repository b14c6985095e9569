/** What becomes of an answer, or of a picture that gets none. */
import { FacegaugeError } from '../errors';
import type { Answer } from './messages';
import type { Task } from './task';

/** What comes over the channel are views of a larger message, which they would keep in memory. */
export function ownMemory(answer: Answer): Answer {
  if (!Array.isArray(answer)) return { ...answer, preview: Uint8Array.from(answer.preview) };
  const preview = Uint8Array.from(answer[0].preview);
  return answer.map(extraction => {
    const { recognition } = extraction;
    recognition.embedding = recognition.embedding.slice();
    if (recognition.copies) recognition.copies.embeddings = recognition.copies.embeddings.map(e => e.slice());
    return { ...extraction, thumbnail: Uint8Array.from(extraction.thumbnail), preview };
  });
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
