/** Runs a command's work in a session that is closed in every case, and settles the exit code. */
import { FacegaugeError } from '../errors';
import { follow, type Session } from '../session';
import { DONE, describeError, exitCodeOf, FAILED } from './exit';
import { listenForInterruption } from './interruption';
import { languageOf, openSession, type SessionFlags } from './session-options';
import { log, Output } from './streams';

/** @returns exit code */
export type Work = (session: Session, output: Output, signal: AbortSignal) => Promise<number>;

/** @param command its name, for `facegauge status` */
export async function inSession(command: string, flags: SessionFlags, work: Work): Promise<void> {
  const interruption = listenForInterruption();
  const output = new Output();
  const stop = follow(interruption.signal, output.closed);
  try {
    const session = await openSession(flags, command);
    try {
      process.exitCode = await work(session, output, stop.signal);
    } finally {
      await session.close();
    }
  } catch (error) {
    const stopped = error instanceof FacegaugeError && error.code === 'ABORTED';
    if (!stopped) log(describeError(error, languageOf(flags)));
    process.exitCode = output.fault ? FAILED : stopped ? DONE : exitCodeOf(error);
  } finally {
    process.exitCode = interruption.code() ?? process.exitCode;
    stop.release();
    interruption.release();
  }
}
