import { open as openSession } from '../operations';
import type { OpenOptions, Session } from '../session';
import { showAudits } from './audit-progress';
import { LiveChannel } from './live';
import { showSearches } from './search-progress';
import { callingCell, inKernel, type CallingCell } from './tslab';

/** Sessions of this kernel that are still open. */
const sessions = new Map<Session, CallingCell | null>();

/**
 * Opens a session. In a notebook it records to the store by default (`store: false` turns that off), tells the sidebar
 * what it does, stops its work when the cell is interrupted and ends with the kernel. In any other program it is the
 * plain session: interrupting and ending the process stay the program's business, and nothing is recorded unasked.
 * A cell that is executed again, as it was or edited, replaces the sessions it opened before: they are closed first.
 * @throws FacegaugeError MODEL_*, CONFIG_INVALID, INVALID_ARGUMENT, ENGINE_START_FAILED
 */
export async function open(options: OpenOptions = {}): Promise<Session> {
  if (!inKernel()) return openSession(options);
  // Before anything is waited for: only now is the cell on the stack.
  const cell = callingCell();
  if (cell) await closeReplaced(cell);
  const session = await openSession({ store: true, ...options }, 'notebook');
  showAudits(session);
  if (session.store) showSearches(session.store, session.language);
  const live = new LiveChannel(session);
  session.observe({
    working: inHand => live.working(inHand),
    processed: ({ result }) => live.count(result)
  });
  live.begin();
  session.on('close', () => {
    live.close();
    sessions.delete(session);
  });
  if (sessions.size === 0) watchKernel();
  sessions.set(session, cell);
  return session;
}

/** Sessions that an earlier execution of the same cell opened; where cells have no names, at the same place of the same code. */
async function closeReplaced({ place, execution }: CallingCell): Promise<void> {
  const replaced = [...sessions].filter(([, opener]) => {
    if (!opener || opener.execution === execution) return false;
    const { cell } = opener.execution;
    return cell === null || execution.cell === null ? opener.place === place : cell === execution.cell;
  });
  await Promise.allSettled(replaced.map(([session]) => session.close()));
}

let watching = false;

/** tslab goes on with awaited work after an interrupt, and a kernel that is asked to end waits for nothing. */
function watchKernel(): void {
  if (watching) return;
  watching = true;
  process.on('SIGINT', () =>
    sessions.forEach((_, session) => session.interrupt(new Error('The cell was interrupted.')))
  );
  process.on('beforeExit', () => void closeAll());
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129]
  ] as const)
    process.once(signal, () => void closeAll().finally(() => process.exit(status)));
}

async function closeAll(): Promise<void> {
  await Promise.allSettled([...sessions.keys()].map(session => session.close()));
}
