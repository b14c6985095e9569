/**
 * Gives sessions the calls of this room, as `evaluating` does: a session cannot import what stands above it, so whoever imports this
 * room (the index does) has them, with their types.
 */
import { FacegaugeError } from '../errors';
import { follow, Session } from '../session';
import { Audit } from './audit';
import type { AuditProgress } from './progress';
import { carryOut, type AuditOptions } from './run';
import { storeOf } from './which-run';
import { readSpec } from './spec';

declare module '../session/session' {
  interface Session {
    /**
     * Looks at every picture of a data set and records it in a run of the store.
     *
     * The same call again goes on with its run: finished pictures are recognised, and nothing is doubled; so does the call after a
     * process that was killed. Interrupting (the notebook's button, `interrupt()`, the signal) ends it after the pictures in flight.
     * @param what folders (with all below them), patterns (`photos/*.jpg`, with `**` for any folders), lists (CSV, JSON Lines,
     *   Parquet: columns path, source, identity, any others as tags) and pictures
     * @throws FacegaugeError MISSING or INVALID_ARGUMENT for what cannot be audited, ABORTED once interrupted, STORE_* and
     *   ROWS_LOST where the store cannot be written
     */
    audit(what: string | readonly string[], options?: AuditOptions): Promise<Audit>;
    /** The audits of the store, newest first. */
    audits(): Audit[];
    /**
     * The newest audit of a name.
     * @throws FacegaugeError INVALID_ARGUMENT where there is none
     */
    openAudit(name: string): Audit;
  }
}

/** Told of each audit that is begun; what it gives is told how far it has come, and at its end. */
export type AuditWatcher = () => { progress: (progress: AuditProgress) => void; end: (error?: unknown) => void };

const watchers = new WeakMap<Session, AuditWatcher>();

/** Shows the progress of every audit of a session. */
export function watchAudits(session: Session, watcher: AuditWatcher): void {
  watchers.set(session, watcher);
}

Session.prototype.audit = async function (this: Session, what, options = {}) {
  const stop = new AbortController();
  const over = this.whenInterrupted(reason => stop.abort(reason));
  const { signal, release } = follow(stop.signal, options.signal);
  const watch = watchers.get(this)?.();
  const onProgress = (progress: AuditProgress): void => {
    watch?.progress(progress);
    options.onProgress?.(progress);
  };
  try {
    const run = await carryOut(this, typeof what === 'string' ? [what] : what, { ...options, signal, onProgress });
    watch?.end();
    return auditOf(this, run);
  } catch (error) {
    watch?.end(error);
    throw error;
  } finally {
    over();
    release();
  }
};

Session.prototype.audits = function (this: Session) {
  const runs = storeOf(this).runs();
  return runs.filter(({ options }) => readSpec(options)).map(({ id }) => auditOf(this, id));
};

Session.prototype.openAudit = function (this: Session, name) {
  const run = storeOf(this)
    .runs(name)
    .find(({ options }) => readSpec(options));
  if (run) return auditOf(this, run.id);
  const names = [...new Set(this.audits().map(audit => audit.name))];
  throw new FacegaugeError('INVALID_ARGUMENT', `There is no audit "${name}" in this store.`, {
    found: names.length === 0 ? 'no audits' : `audits ${names.slice(0, 10).join(', ')}`,
    path: storeOf(this).file
  });
};

function auditOf(session: Session, run: number): Audit {
  return new Audit({ store: storeOf(session), policy: () => session.policy, language: session.language }, run);
}
