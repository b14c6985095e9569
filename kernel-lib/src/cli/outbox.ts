/** `facegauge outbox`: what is to be told of rejected pictures, and could not be yet. */
import { Command, InvalidArgumentError } from 'commander';
import { forgetPicture, parseWaiting } from '../operations';
import { locateStore, Store, type OutboxMessage } from '../store';
import { log, Output } from './streams';

interface OutboxFlags {
  store?: string;
  json?: boolean;
  all?: boolean;
}

export function outboxCommand(): Command {
  const outbox = new Command('outbox').description('Messages about rejected pictures that wait, or were given up.');
  const add = (name: string, description: string): Command =>
    outbox
      .command(name)
      .description(description)
      .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
      .option('--json', 'one JSON object a line');
  add('list', 'What waits and what was given up, oldest first.')
    .option('--all', 'what was told in the last week too')
    .action(list);
  add('retry', 'Tell it now: those named, or all that were given up. A running session does it.')
    .argument('[id...]', 'numbers of messages', ids)
    .action(retry);
  add('drop', 'Forget messages untold.').argument('<id...>', 'numbers of messages', ids).action(drop);
  return outbox;
}

async function list(flags: OutboxFlags): Promise<void> {
  await inStore(flags, true, async store => {
    const output = new Output();
    const messages = store.outbox.list().filter(({ state }) => flags.all || state !== 'delivered');
    for (const message of messages) await (flags.json ? output.json(plain(message)) : output.line(lineOf(message)));
    if (messages.length === 0) log('Nothing waits.');
  });
}

async function retry(chosen: number[] = [], flags: OutboxFlags): Promise<void> {
  await inStore(flags, false, async store => {
    const n = await store.outbox.retry(Date.now(), chosen.length ? chosen : undefined);
    log(
      `${n} ${n === 1 ? 'message is' : 'messages are'} due now; a session with a webhook tells ${n === 1 ? 'it' : 'them'}.`
    );
  });
}

async function drop(chosen: number[], flags: OutboxFlags): Promise<void> {
  await inStore(flags, false, async store => {
    const dropped = await store.outbox.drop(chosen);
    for (const { body } of dropped) {
      const waiting = parseWaiting(body);
      if (waiting) await forgetPicture(waiting);
    }
    log(`${dropped.length} dropped.`);
  });
}

async function inStore(flags: OutboxFlags, readOnly: boolean, work: (store: Store) => Promise<void>): Promise<void> {
  const store = Store.open(flags.store ?? locateStore(process.env, process.cwd()), { readOnly });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function plain({
  id,
  messageId,
  sample,
  topic,
  state,
  createdAt,
  nextAt,
  attempts,
  lastError,
  body
}: OutboxMessage): object {
  const event = parseWaiting(body)?.event ?? null;
  return { id, messageId, sample, topic, state, createdAt, nextAt, attempts, lastError, event };
}

function lineOf({ id, sample, state, createdAt, attempts, lastError, body }: OutboxMessage): string {
  const data = parseWaiting(body)?.event.data;
  const what = data ? (data.path ?? data.source) : `sample ${sample}`;
  const why = lastError ? `: ${lastError}` : '';
  return `${String(id).padStart(6)}  ${state.padEnd(9)}  ${new Date(createdAt).toISOString()}  ${attempts} attempts  ${what}${why}`;
}

function ids(text: string, before: number[] = []): number[] {
  const id = Number(text);
  if (!Number.isInteger(id) || id <= 0) throw new InvalidArgumentError('Expected the number of a message.');
  return [...before, id];
}
