/** `facegauge policy`: the thresholds everybody who uses a store applies, with their history. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { FacegaugeError } from '../errors';
import { resolveModels } from '../models';
import { locateStore, Store, type PolicyChange } from '../store';
import type { PolicyKey, PolicyOverrides } from '../types';
import {
  checkOverrides,
  POLICY_KEYS,
  POLICY_RANGES,
  readConfigFile,
  readEnvironment,
  resolvePolicy
} from '../verification';
import { DONE } from './exit';
import { log, Output } from './streams';

interface PolicyFlags {
  store?: string;
  model?: string;
  recogniser?: string;
  note?: string;
  json?: boolean;
}

export function policyCommand(): Command {
  const policy = new Command('policy').description(
    'Thresholds: show what is in force, set them for a store, take it back.'
  );
  const add = (name: string, description: string): Command =>
    policy
      .command(name)
      .description(description)
      .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
      .addOption(new Option('--model <id>', 'face network (default: the manifest’s)'))
      .option('--recogniser <id>', 'network of your own that the similarity thresholds are for')
      .option('--json', 'as JSON');
  add('show', 'What is in force here, where each value comes from, and who overrides it.').action(show);
  add('set', 'Set thresholds in the store, for everybody who uses it.')
    .argument('<key=value...>', POLICY_KEYS.join(', '))
    .option('--note <text>', 'why, for the history')
    .action(set);
  add('unset', 'Take thresholds out of the store: the manifest’s or the built-in ones hold again.')
    .argument('<key...>', POLICY_KEYS.join(', '))
    .option('--note <text>', 'why, for the history')
    .action(unset);
  add('history', 'Every change, newest first.').action(history);
  add('undo', 'Take the newest change back.').option('--note <text>', 'why, for the history').action(undo);
  return policy;
}

async function show(flags: PolicyFlags): Promise<void> {
  const { id, manifest } = await network(flags);
  const file = fileOf(flags);
  const store = existsSync(file) ? Store.open(file, { readOnly: true }) : null;
  try {
    const policy = resolvePolicy({
      environment: readEnvironment(process.env),
      config: (await readConfigFile(process.cwd()))?.policy,
      store: store?.policy(id),
      manifest
    });
    const overrides = store?.sessionOverrides() ?? [];
    const ignored = store?.ignoredPolicy() ?? [];
    const values = POLICY_KEYS.map(key => ({
      key,
      value: policy[key],
      origin: policy.origin[key],
      overriddenIn: new Set(overrides.filter(one => one.key === key).map(({ session }) => session)).size
    }));
    const output = new Output();
    if (flags.json) {
      await output.json({ model: id, store: store ? file : null, policy: values, ignored });
      return;
    }
    for (const { key, value, origin, overriddenIn } of values) {
      const note = overriddenIn ? `  overridden in ${overriddenIn} running session${overriddenIn > 1 ? 's' : ''}` : '';
      await output.line(`${key.padEnd(17)} ${String(value ?? 'off').padEnd(8)} ${origin}${note}`);
    }
    for (const { key, value } of ignored) log(`facegauge: ${key} ${value} is set in the store and not applied.`);
  } finally {
    await store?.close();
  }
}

async function set(assignments: string[], flags: PolicyFlags): Promise<void> {
  await change(Object.fromEntries(assignments.map(assigned)), flags);
}

async function unset(keys: string[], flags: PolicyFlags): Promise<void> {
  for (const key of keys) checkOverrides({ [key]: Object.hasOwn(POLICY_RANGES, key) ? 0 : 1 }, 'call');
  await change(Object.fromEntries(keys.map(key => [key, null])), flags);
}

async function change(values: Partial<Record<PolicyKey, number | null>>, flags: PolicyFlags): Promise<void> {
  const { id, manifest } = await network(flags);
  await withStore(flags, async store => {
    const next = { ...store.policy(id), ...values };
    const there = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)) as PolicyOverrides;
    // By the rules of a call: whoever sets a value here is told what is wrong with it.
    resolvePolicy({ manifest, call: there });
    await store.setPolicy(values, { author: 'cli', note: flags.note, model: id });
  });
  await show(flags);
}

async function history(flags: PolicyFlags): Promise<void> {
  const file = fileOf(flags);
  if (!existsSync(file)) return log(`facegauge: There is no store at ${file} yet.`);
  const store = Store.open(file, { readOnly: true });
  const output = new Output();
  try {
    for (const row of store.policyHistory()) await (flags.json ? output.json(row) : output.line(historyLine(row)));
  } finally {
    await store.close();
  }
}

async function undo(flags: PolicyFlags): Promise<void> {
  let undone = true;
  await withStore(flags, async store => {
    undone = (await store.undoPolicy({ author: 'cli', note: flags.note })) !== null;
  });
  if (!undone) return log('facegauge: There is no change to take back.');
  await show(flags);
}

async function withStore(flags: PolicyFlags, work: (store: Store) => Promise<void>): Promise<void> {
  const store = Store.open(fileOf(flags));
  try {
    await work(store);
    process.exitCode = DONE;
  } finally {
    await store.close();
  }
}

async function network({
  model,
  recogniser
}: PolicyFlags): Promise<{ id: string; manifest: PolicyOverrides | undefined }> {
  const models = await resolveModels({ model, recogniser });
  const { similarityMatch, similarityReview } = models.thresholds ?? {};
  return {
    id: (models.recogniser ?? models.face).id,
    manifest: models.thresholds ? { similarityMatch, similarityReview } : undefined
  };
}

function fileOf({ store }: PolicyFlags): string {
  return store ?? locateStore(process.env, process.cwd());
}

function assigned(text: string): [string, number | null] {
  const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new FacegaugeError('INVALID_ARGUMENT', `"${text}" is not KEY=VALUE.`, {
      found: text,
      action: `Write for example qualityReject=0.45; known are ${POLICY_KEYS.join(', ')}.`
    });
  if (key === 'autoRejectBelow' && value === 'off') return [key, null];
  const number = Number(value);
  checkOverrides({ [key]: Number.isNaN(number) ? value : number } as PolicyOverrides, 'call');
  return [key, number];
}

function historyLine({ at, model, key, value, author, note, undoes }: PolicyChange): string {
  const what = `${key}${model === '*' ? '' : ` (${model})`} ${value === null ? 'unset' : value}`;
  const why = [undoes === null ? '' : `takes back change ${undoes}`, note ?? ''].filter(Boolean).join('; ');
  return `${new Date(at).toISOString()}  ${author.padEnd(7)}  ${what}${why ? `  ${why}` : ''}`;
}
