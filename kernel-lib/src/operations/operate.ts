/** What goes with a session that keeps a record: log, whoever is told of rejected pictures, word of its processes. */
import {
  isFailed,
  open as openSession,
  warn,
  type Observer,
  type OpenOptions,
  type Processed,
  type Session
} from '../session';
import type { Outbox } from '../store';
import type { Warning } from '../types';
import { readConfigFile } from '../verification';
import { homeOf, type Home } from './home';
import { Log } from './log';
import { Register, RestartWishes } from './status';
import { Deliverer, KeptPictures, messagesFor, webhookSettings, type WebhookSettings } from './webhook';

/**
 * Opens a session as `session.open` does. Where it keeps a record, it also writes the log beside it, tells a webhook of pictures below
 * `autoRejectBelow` where one is set, and is seen by `facegauge status`. What of these cannot be had is said once, and costs nothing else.
 * @param what it is, for `facegauge status`: `notebook`, `facegauge score` …
 * @throws FacegaugeError as `session.open`; CONFIG_INVALID for a webhook that is set up wrongly
 */
export async function open(options: OpenOptions = {}, what = 'program'): Promise<Session> {
  // Before the engine starts: what is wrong in a configuration is said at once.
  const config = await readConfigFile(process.cwd());
  const webhook = webhookSettings(process.env, config?.webhook);
  const session = await openSession(options, config);
  if (session.store)
    await operate(session, homeOf(session.store.file), webhook, what, warning => warn(options, warning));
  return session;
}

async function operate(
  session: Session,
  home: Home,
  webhook: WebhookSettings | null,
  what: string,
  say: (warning: Warning) => void
): Promise<void> {
  const log = await openLog(home, say);
  if (log) session.observe(logging(log));
  const kept = new KeptPictures(home.outbox, session.store!.outbox);
  if (webhook) session.observe(telling(session.store!.outbox, home, webhook, kept, say));
  session.observe({ closing: () => kept.close() });
  const wishes = new RestartWishes(home.folder);
  const register = new Register(home.engines, session, what, () => {
    if (wishes.asked()) session.renewEngine();
  });
  session.observe({
    processed: ({ result }) => {
      if (!isFailed(result)) register.count(result.elapsedMs);
    },
    closing: () => register.close()
  });
}

/** Lines wait for the ids of their samples. */
function logging(log: Log): Observer {
  const pending = new Set<Promise<void>>();
  return {
    processed({ result, run }, recorded) {
      const told = recorded.then(sample => log.tell(result, { sample, run })).finally(() => pending.delete(told));
      pending.add(told);
    },
    async closed() {
      await Promise.all(pending);
      await log.close();
    }
  };
}

function telling(
  outbox: Outbox,
  home: Home,
  settings: WebhookSettings,
  kept: KeptPictures,
  say: (warning: Warning) => void
): Observer {
  /** Messages whose transaction is not known to have ended. */
  const underWay = new WeakMap<Processed, string[]>();
  const deliverer = new Deliverer(outbox, { settings, onTrouble: message => say({ code: 'WEBHOOK', message }) });
  return {
    async messages(processed) {
      const { result, image, run } = processed;
      const rows = await messagesFor(result, { image, run, outbox: home.outbox, picture: settings.picture });
      const ids = rows.map(({ messageId }) => messageId);
      kept.hold(ids);
      if (ids.length > 0) underWay.set(processed, ids);
      return rows;
    },
    processed(processed, recorded) {
      void recorded.then(() => {
        kept.release(underWay.get(processed) ?? []);
        deliverer.wake();
      });
    },
    closing: () => deliverer.close()
  };
}

async function openLog({ log }: Home, say: (warning: Warning) => void): Promise<Log | null> {
  const unwritten = ({ message }: Error): void =>
    say({ code: 'NOT_LOGGED', message: `The log ${log} is not being written: ${message}` });
  try {
    return await Log.open(log, unwritten);
  } catch (error) {
    unwritten(error as Error);
    return null;
  }
}
