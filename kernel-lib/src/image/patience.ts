/** How long one picture may take, and how many large ones are in work at a time: what is decoded runs outside the event loop. */
import { FacegaugeError } from '../errors';

/** Decoding is broken off after that time by the decoder itself, s. */
export const DECODING_LIMIT_S = 60;

/** Reading and decoding that did not even break off by then have lost their thread, s. */
const LOST_AFTER_S = 120;

/** Cause of the error about a picture that a thread of this process still works on and may work on for ever. */
export class ThreadLost extends Error {
  constructor(doing: string) {
    super(`${doing} has not ended after ${LOST_AFTER_S} s`);
    this.name = 'ThreadLost';
  }
}

/**
 * @param doing what, for the message: `reading`, `decoding`
 * @throws FacegaugeError UNREADABLE_IMAGE, its cause a {@link ThreadLost}, where the work has not ended after 120 s
 */
export async function inTime<T>(
  work: Promise<T>,
  doing: 'reading' | 'decoding',
  path: string | undefined,
  limitS = LOST_AFTER_S
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const name = path === undefined ? 'the picture given as bytes' : `"${path}"`;
    timer = setTimeout(() => reject(tookTooLong(doing, name, limitS, path)), limitS * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tookTooLong(doing: string, name: string, limitS: number, path: string | undefined): FacegaugeError {
  return new FacegaugeError('UNREADABLE_IMAGE', `The ${doing} of ${name} did not end within ${limitS} s.`, {
    found: `no end after ${limitS} s`,
    action:
      doing === 'reading'
        ? 'Check the disk or the network drive it lies on.'
        : 'Save it anew with another program, smaller, or leave it out.',
    path,
    cause: new ThreadLost(doing)
  });
}

let turn: Promise<unknown> = Promise.resolve();

/** Runs pieces of work one after the other, in the order of their calls. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
}
