/** The processes that run, and what the log says. */
import { readLog } from '../log';
import { registrations } from '../status';
import { well, wrong, type CheckContext, type CheckResult } from './check';

const HOUR_MS = 3_600_000;
/** A worker that was replaced more often than this in its life is in trouble. */
const MANY_RESTARTS = 3;
const MANY_ERRORS = 10;
/** Lines of the log that are looked at. */
const TAIL = 5000;

export async function checkRunning({ home, now }: CheckContext): Promise<CheckResult[]> {
  const running = await registrations(home.engines, now);
  const unstable = running.flatMap(({ pid, what, workers }) => {
    const restarts = workers.reduce((sum, worker) => sum + worker.restarts, 0);
    return restarts > MANY_RESTARTS ? [{ pid, what, restarts }] : [];
  });
  const engines = unstable.map(({ pid, what, restarts }) =>
    wrong(
      'engines',
      'warning',
      `${what} (process ${pid}) had ${restarts} engine restarts.`,
      'facegauge logs --level error; look for pictures that end it, or a lack of memory.'
    )
  );
  return [
    ...(engines.length ? engines : [well('engines', `${running.length} processes with an engine`)]),
    ...(await checkLog(home.log, now))
  ];
}

async function checkLog(log: string, now: number): Promise<CheckResult[]> {
  let errors = 0;
  for await (const { time } of readLog(log, { level: 'error', last: TAIL }))
    if (Date.parse(time) > now - HOUR_MS) errors++;
  return errors > MANY_ERRORS
    ? [wrong('log', 'warning', `${errors} errors in the log of the last hour.`, 'facegauge logs --level error')]
    : [];
}
