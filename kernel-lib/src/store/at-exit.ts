/** What must still be done when the process ends: one listener a signal for the whole process, however many stores are open. */

/** @param final false while others still take care of the end: what does not succeed at once may succeed later */
export type ExitTask = (final: boolean) => void;

const tasks = new Set<ExitTask>();

/** Exit codes would not tell of the signal; so the process ends by it, unless somebody else takes care of it. */
const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

/** Called synchronously when the process ends, by itself, by `process.exit` or by SIGTERM or SIGHUP. */
export function atExit(task: ExitTask): () => void {
  if (tasks.size === 0) listen();
  tasks.add(task);
  return () => {
    if (tasks.delete(task) && tasks.size === 0) unlisten();
  };
}

function listen(): void {
  process.on('exit', onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unlisten(): void {
  process.off('exit', onExit);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

function onExit(): void {
  for (const task of tasks) task(true);
}

/** Without this listener the signal would have ended the process; with it, it has to be sent again. */
function onSignal(signal: NodeJS.Signals): void {
  const alone = process.listenerCount(signal) === 1;
  for (const task of tasks) task(alone);
  if (!alone) return;
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
