/** Exit codes, and what becomes of an error that ends the command. */
import { errorText } from '../error-words';
import { FacegaugeError, type ErrorCode } from '../errors';
import type { Language } from '../types';

export const DONE = 0;
/** Some pictures failed, or the command could not be carried out. */
export const FAILED = 1;
export const WRONG_USE = 2;
/** As shells do: 128 + the signal's number. */
export const HUNG_UP = 129;
export const INTERRUPTED = 130;
export const TERMINATED = 143;

const WRONG_USE_CODES: readonly ErrorCode[] = ['INVALID_ARGUMENT', 'MODEL_UNKNOWN', 'CONFIG_INVALID'];

export function exitCodeOf(error: unknown): number {
  return error instanceof FacegaugeError && WRONG_USE_CODES.includes(error.code) ? WRONG_USE : FAILED;
}

/** One line for a fault of the call or of a picture; a bug keeps its stack. */
export function describeError(error: unknown, language: Language = 'en'): string {
  if (error instanceof FacegaugeError) return `facegauge: ${errorText(error, language)} [${error.code}]`;
  return `facegauge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
