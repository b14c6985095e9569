/** `facegauge store`: what the record holds, as files for others, and what is to leave it. */
import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { forgetNeighbours } from '../audit';
import { FacegaugeError } from '../errors';
import { exportLines, exportStore, locateStore, Store, type Removed, type RemoveOptions } from '../store';
import { tableFormat, type TableFormat } from '../tables';
import type { Language } from '../types';
import { DONE, describeError, exitCodeOf, FAILED } from './exit';
import { listenForInterruption } from './interruption';
import { addLanguageOption, languageOf } from './session-options';
import { infoLines, removedLine, vacuumedLine, writtenLine } from './store-words';
import { log, Output } from './streams';

interface StoreFlags {
  store?: string;
  lang?: Language;
  json?: boolean;
}

interface ExportFlags extends StoreFlags {
  csv?: boolean;
  jsonl?: boolean;
  parquet?: boolean;
  run?: string;
  embeddings?: boolean;
}

interface RemoveFlags extends StoreFlags {
  run?: string;
  before?: number;
  path?: string;
  identity?: string;
  dryRun?: boolean;
}

interface RetainFlags extends StoreFlags {
  days?: number;
  size?: number;
  dryRun?: boolean;
}

type Work = (store: Store, output: Output, signal: AbortSignal, language: Language) => Promise<void>;

export function storeCommand(): Command {
  const store = new Command('store').description('The record: what is in it, as files, and what is to leave it.');
  const add = (name: string, description: string): Command =>
    addLanguageOption(store.command(name).description(description))
      .option('--store <file>', 'the store (default: the nearest facegauge.db, else one in this folder)')
      .option('--json', 'as JSON');
  add('info', 'What it holds, and how much room it takes.').action(info);
  add('export', 'Write the record to a file, or as text to standard output.')
    .argument('[file]', '.csv, .jsonl or .parquet')
    .option('--csv', 'comma-separated values, for spreadsheets')
    .option('--jsonl', 'one JSON object a line')
    .option('--parquet', 'Apache Parquet; to a file alone')
    .option('--run <run>', 'one run: its number or name (of several the newest)')
    .option('--embeddings', 'with embeddings; they are biometric data')
    .action(exportRecord);
  add('vacuum', 'Give the room back that deleted samples took; needs as much again meanwhile.').action(vacuum);
  add('delete', 'Delete samples with their embeddings and thumbnails; all conditions must hold. Pictures stay.')
    .option('--run <run>', 'a run: its number or name (of several the newest)')
    .option('--before <time>', 'first processed before: 2026-03-14 (here) or 2026-03-14T12:00Z', time)
    .option('--path <path>', 'a picture, or a folder with everything below it')
    .option('--identity <name>', 'pictures that show this person')
    .option('--dry-run', 'say how many, and delete nothing')
    .action(remove);
  add('retain', 'Delete the oldest samples: those older than so many days, and what goes beyond a size.')
    .option('--days <n>', 'what was processed in the last n days stays', positive)
    .option('--size <MB>', 'as many of the newest stay as fit into so many megabytes', positive)
    .option('--dry-run', 'say how many by their age, and delete nothing')
    .action(retain);
  return store;
}

async function info(flags: StoreFlags): Promise<void> {
  await withStore(flags, true, async (store, output, _, language) => {
    const held = store.info();
    if (flags.json) return output.json(held);
    for (const line of infoLines(held, language)) await output.line(line);
  });
}

async function exportRecord(file: string | undefined, flags: ExportFlags): Promise<void> {
  await withStore(flags, true, async (store, output, signal, language) => {
    const format = formatOf(file, flags);
    const options = { embeddings: flags.embeddings, run: runOf(store, flags.run) };
    if (file !== undefined) {
      const written = await exportStore(store, file, { ...options, signal });
      return flags.json ? output.json(written) : log(writtenLine(written, language));
    }
    for await (const line of exportLines(store, format as 'csv' | 'jsonl', options)) {
      if (signal.aborted) return;
      await output.raw(line);
    }
  });
}

async function vacuum(flags: StoreFlags): Promise<void> {
  await withStore(flags, false, async (store, output, _, language) => {
    const sizes = await store.vacuum();
    await (flags.json ? output.json(sizes) : output.line(vacuumedLine(sizes, language)));
  });
}

async function remove(flags: RemoveFlags): Promise<void> {
  const { before, path, identity, dryRun } = flags;
  await removing(flags, (store, options) =>
    store.remove({ run: runOf(store, flags.run), before, path, identity }, { ...options, dryRun })
  );
}

async function retain(flags: RetainFlags): Promise<void> {
  const { days, size, dryRun } = flags;
  const bytes = size === undefined ? undefined : size * 1e6;
  await removing(flags, (store, options) => store.retain({ days, bytes }, { ...options, dryRun }));
}

async function removing(
  flags: StoreFlags & { dryRun?: boolean },
  work: (store: Store, options: RemoveOptions) => Promise<Removed>
): Promise<void> {
  await withStore(flags, flags.dryRun ?? false, async (store, output, signal, language) => {
    const removed = await work(store, { signal });
    // A search that was stopped has left embeddings beside the store.
    if (!flags.dryRun) forgetNeighbours(store);
    const told = { ...removed, dryRun: flags.dryRun ?? false };
    await (flags.json ? output.json(told) : output.line(removedLine(told, store.file, language)));
    if (!removed.logCleared) process.exitCode = FAILED;
  });
}

/** A store that is not there is not made: there is nothing to look at, to export or to delete. */
async function withStore(flags: StoreFlags, readOnly: boolean, work: Work): Promise<void> {
  const interruption = listenForInterruption();
  const output = new Output();
  try {
    const file = flags.store ?? locateStore(process.env, process.cwd());
    const store = Store.open(file, { readOnly: readOnly || !existsSync(file) });
    try {
      process.exitCode = DONE;
      await work(store, output, AbortSignal.any([interruption.signal, output.closed]), languageOf(flags));
    } finally {
      await store.close();
    }
  } catch (error) {
    const stopped = error instanceof FacegaugeError && error.code === 'ABORTED' && output.closed.aborted;
    if (!stopped) log(describeError(error));
    process.exitCode = output.fault ? FAILED : stopped ? DONE : exitCodeOf(error);
  } finally {
    process.exitCode = interruption.code() ?? process.exitCode;
    interruption.release();
  }
}

function formatOf(file: string | undefined, { csv, jsonl, parquet }: ExportFlags): TableFormat {
  const asked = (['csv', 'jsonl', 'parquet'] as const).filter((_, i) => [csv, jsonl, parquet][i]);
  const named = file === undefined ? undefined : tableFormat(file);
  const [format = named] = asked;
  const wrong = (message: string, action: string): FacegaugeError =>
    new FacegaugeError('INVALID_ARGUMENT', message, { action });
  if (asked.length > 1 || (named && format !== named))
    throw wrong('The format is said in two ways that contradict each other.', 'Name one: the file’s name is enough.');
  if (!format)
    throw wrong('Nothing says which format to export.', 'Name a file (.csv, .jsonl, .parquet), or --csv or --jsonl.');
  if (format === 'parquet' && file === undefined)
    throw wrong('Parquet is written to a file.', 'Name one that ends in .parquet.');
  return format;
}

function runOf(store: Store, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const runs = store.runs();
  const run = runs.find(({ id }) => String(id) === given) ?? runs.find(({ name }) => name === given);
  if (run) return run.id;
  throw new FacegaugeError('INVALID_ARGUMENT', `There is no run "${given}" in ${store.file}.`, {
    found: runs.length
      ? runs
          .slice(0, 5)
          .map(({ id, name }) => `${id} (${name})`)
          .join(', ')
      : 'no runs',
    path: store.file
  });
}

/** A day is one of this machine's time zone; a time without a zone likewise. */
function time(text: string): number {
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const ms = day ? new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])).getTime() : Date.parse(text);
  if (Number.isNaN(ms) || !/^\d{4}-\d\d/.test(text))
    throw new InvalidArgumentError('Expected a time like 2026-03-14 or 2026-03-14T12:00Z.');
  return ms;
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}
