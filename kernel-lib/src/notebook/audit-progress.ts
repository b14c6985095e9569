/** An audit that goes on, in one display of the cell: how far it is, and what it has seen so far. */
import { randomUUID } from 'node:crypto';
import { auditProgressText, watchAudits, type AuditProgress } from '../audit';
import type { Session } from '../session';
import { Throttle } from './throttle';
import { display, inKernel } from './tslab';

/** At most twice a second. */
const INTERVAL_MS = 500;

/** Every audit of the session is shown in the cell that began it. */
export function showAudits(session: Session): void {
  watchAudits(session, () => {
    const displayId = `facegauge-audit-${randomUUID()}`;
    let newest: AuditProgress | null = null;
    let shown = false;
    const write = (end?: 'done' | 'stopped'): void => {
      if (!newest || !inKernel()) return;
      display({ 'text/plain': auditProgressText(newest, session.language, end) }, { displayId, update: shown });
      shown = true;
    };
    const throttle = new Throttle(INTERVAL_MS, () => write());
    return {
      progress: progress => {
        newest = progress;
        throttle.request();
      },
      end: error => {
        throttle.cancel();
        write(error === undefined ? 'done' : 'stopped');
      }
    };
  });
}
