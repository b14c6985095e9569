/** The options that every command with pictures shares, and the session they ask for. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { FacegaugeError } from '../errors';
import { open } from '../operations';
import { environmentLanguage, type OpenOptions, type Session } from '../session';
import type { Device, FaceChoice, Language } from '../types';
import { log } from './streams';

/** As commander gives them. */
export interface SessionFlags {
  json?: boolean;
  lang?: Language;
  device?: 'auto' | Device;
  model?: string;
  recogniser?: string;
  detector?: string;
  gpus?: number[];
  batch?: number;
  processes?: number;
  threads?: number;
  face?: FaceChoice;
  minFace?: number;
  aligned?: boolean;
  allFaces?: boolean;
  card?: boolean;
  detail?: 'occlusion';
  copies?: number;
  seed?: number;
  store?: boolean | string;
  source?: string;
  thumbnails?: boolean;
  embeddings?: boolean;
  similarityMatch?: number;
  similarityReview?: number;
  qualityTrust?: number;
  qualityReject?: number;
  autoRejectBelow?: number;
}

export function addLanguageOption(command: Command): Command {
  const option = new Option('--lang <language>', 'language of texts (default: that of the environment)');
  return command.addOption(option.choices(['en', 'zh']));
}

export function addSessionOptions(command: Command): Command {
  return addLanguageOption(command)
    .option('--json', 'one JSON object a line on standard output')
    .addOption(
      new Option('--device <device>', 'where the networks run')
        .choices(['auto', 'cuda', 'webgpu', 'cpu'])
        .default('auto')
    )
    .option('--model <id>', 'network for embedding and quality')
    .option('--recogniser <id>', 'network of your own for the embedding')
    .option('--detector <id>', 'networks that find the face')
    .option('--gpus <numbers>', 'NVIDIA GPUs to use, such as 0,2 (default: all, one engine process each)', numbers)
    .option('--batch <n>', 'faces or pictures in one pass of a network on a GPU (default: 8)', whole)
    .option('--processes <n>', 'engine processes (default: cores ÷ threads)', whole)
    .option('--threads <n>', 'threads of one inference', whole);
}

export function addPictureOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--face <choice>', 'which of several faces').choices(['largest', 'central']).default('largest')
    )
    .option('--min-face <pixels>', 'smallest face looked for (default: 20, at least 1/40 of the shorter side)', number)
    .option('--aligned', 'the pictures are face crops in the ArcFace template: no detection');
}

export function addScoringOptions(command: Command): Command {
  return command
    .addOption(new Option('--detail <kind>', 'a finer map of what raises the quality').choices(['occlusion']))
    .option('--copies <n>', 'slightly disturbed copies a picture, for standard errors', whole)
    .option('--seed <n>', 'seed of the disturbance', whole)
    .option('--similarity-match <similarity>', 'a match lies above', number)
    .option('--similarity-review <similarity>', 'no match lies below', number)
    .option('--quality-trust <quality>', 'a picture is trusted from here on', number)
    .option('--quality-reject <quality>', 'a picture is rejected below', number)
    .option('--auto-reject-below <quality>', 'a picture is rejected below, whatever else holds', number);
}

/** For commands whose results are drawn by somebody else. */
export function addCardOption(command: Command): Command {
  return command.option('--card', 'with --json: `card`, what a notebook would draw, pictures included');
}

/** For commands that record what they do. */
export function addRecordOptions(command: Command): Command {
  return command
    .option('--store [file]', 'record the results (default: the nearest facegauge.db, else one in this folder)')
    .option('--no-thumbnails', 'record no thumbnails')
    .option('--no-embeddings', 'record no embeddings');
}

export function languageOf({ lang }: Pick<SessionFlags, 'lang'>): Language {
  return lang ?? environmentLanguage(process.env);
}

/** Opens the session the flags ask for; its warnings go to stderr. */
export function openSession(flags: SessionFlags, command: string): Promise<Session> {
  const { device, gpus, batch, model, recogniser, detector, processes, threads, face, minFace, aligned } = flags;
  const { detail, copies, seed, source, thumbnails, embeddings } = flags;
  const { similarityMatch, similarityReview, qualityTrust, qualityReject, autoRejectBelow } = flags;
  const options: OpenOptions = {
    ...{ device, gpus, batch, model, recogniser, detector, processes, threads, face, minFace, aligned },
    ...{ detail, copies, seed, source, thumbnails, embeddings },
    policy: { similarityMatch, similarityReview, qualityTrust, qualityReject, autoRejectBelow },
    store: checkStore(flags.store ?? false),
    language: languageOf(flags),
    onWarning: ({ code, message }) => log(`facegauge: ${message} [${code}]`)
  };
  return open(options, `facegauge ${command}`);
}

/** `--store a.jpg` would take the picture for the store and make a database of it. */
function checkStore(store: boolean | string): boolean | string {
  if (typeof store !== 'string' || !existsSync(store) || isDatabase(store)) return store;
  throw new FacegaugeError('INVALID_ARGUMENT', `"${store}" is not a store.`, {
    found: store,
    path: store,
    action: 'Put --store after the pictures, or write --store=FILE.'
  });
}

function isDatabase(file: string): boolean {
  const stat = statSync(file);
  if (!stat.isFile()) return false;
  if (stat.size === 0) return true;
  const head = Buffer.alloc(15);
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return true; // whoever opens it says why it cannot be
  }
  try {
    readSync(handle, head, 0, head.length, 0);
  } finally {
    closeSync(handle);
  }
  return head.toString('latin1') === 'SQLite format 3';
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.');
  return value;
}

function numbers(text: string): number[] {
  return text.split(',').map(whole);
}

function whole(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
  return value;
}
