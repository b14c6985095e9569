/** `facegauge models list | info | verify`: what is installed, what it is, and whether its files are whole. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import {
  embeddedFolder,
  filesOf,
  homeFolder,
  readManifest,
  verifyNetworks,
  type Manifest,
  type NetworkEntry
} from '../models';
import { DONE, FAILED } from './exit';
import { supportText } from './models-calibrate';
import { log, Output } from './streams';

interface Flags {
  json?: boolean;
}

export function listCommand(): Command {
  return new Command('list')
    .description('List the networks at hand: those that come with facegauge and those installed.')
    .option('--json', 'one JSON object a line on standard output')
    .action(list);
}

export function infoCommand(): Command {
  return new Command('info')
    .description('Show everything known of a network, with its card.')
    .argument('<id>', 'network')
    .option('--json', 'a JSON object on standard output')
    .action(info);
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check the SHA-256 of the networks’ files; exit code 1 where one is missing or damaged.')
    .argument('[id...]', 'networks (default: all)')
    .option('--json', 'one JSON object a line on standard output')
    .action(verify);
}

function get(manifest: Manifest, id: string): NetworkEntry {
  if (Object.hasOwn(manifest.networks, id)) return manifest.networks[id];
  const there = Object.keys(manifest.networks).join(', ');
  throw new FacegaugeError('MODEL_UNKNOWN', `There is no network ${id}.`, {
    found: there,
    action: `There are: ${there}.`
  });
}

const isEmbedded = (entry: NetworkEntry) => path.dirname(filesOf(entry)[0].file) === embeddedFolder();

const bytesOf = (entry: NetworkEntry) => filesOf(entry).reduce((sum, { bytes }) => sum + bytes, 0);

function marks(manifest: Manifest, id: string, entry: NetworkEntry): string[] {
  const { face, detector } = manifest.defaults;
  return [
    ...(id === face || id === detector ? ['default'] : []),
    ...(entry.role !== 'detector' && entry.calibrated ? [`calibrated ${entry.calibrated.date}`] : []),
    ...(entry.role === 'face' && entry.selfTest && !entry.selfTest.passed ? ['quality unusable'] : [])
  ];
}

function describe(manifest: Manifest, id: string) {
  const entry = manifest.networks[id];
  const { role, title, licence } = entry;
  const from = isEmbedded(entry) ? 'embedded' : 'installed';
  return { id, role, title, from, bytes: bytesOf(entry), licence, marks: marks(manifest, id, entry) };
}

async function list(flags: Flags): Promise<void> {
  const manifest = await readManifest();
  const output = new Output();
  const rows = Object.keys(manifest.networks).map(id => describe(manifest, id));
  if (flags.json) {
    for (const row of rows) await output.json(row);
    return;
  }
  const width = Math.max(...rows.map(({ id }) => id.length));
  for (const { id, role, from, bytes, title, marks } of rows) {
    const size = `${(bytes / 1e6).toFixed(1)} MB`.padStart(9);
    const more = marks.length ? ` (${marks.join(', ')})` : '';
    await output.line(`${id.padEnd(width)}  ${role.padEnd(10)}  ${from.padEnd(9)}  ${size}  ${title}${more}`);
  }
  log(`Installed networks lie in ${homeFolder()}.`);
}

async function readCard(entry: NetworkEntry): Promise<string | null> {
  if (!entry.card) return null;
  const file = path.join(path.dirname(filesOf(entry)[0].file), entry.card);
  return fs.readFile(file, 'utf8').catch(() => null);
}

async function info(id: string, flags: Flags): Promise<void> {
  const manifest = await readManifest();
  const entry = get(manifest, id);
  const card = await readCard(entry);
  const output = new Output();
  if (flags.json) return output.json({ id, ...entry, card });
  for (const line of lines(manifest, id, entry)) await output.line(line);
  if (card) await output.line(`\n${card.trimEnd()}`);
}

function lines(manifest: Manifest, id: string, entry: NetworkEntry): string[] {
  const { from, marks } = describe(manifest, id);
  return [
    `${id}: ${entry.title}`,
    `  role        ${[entry.role, from, ...marks].join(', ')}`,
    `  licence     ${entry.licence}`,
    ...(entry.source ? [`  source      ${entry.source}`] : []),
    ...filesOf(entry).map(({ file, sha256 }) => `  file        ${file}\n  SHA-256     ${sha256}`),
    ...(entry.role === 'detector' ? [] : details(entry))
  ];
}

function details(entry: Exclude<NetworkEntry, { role: 'detector' }>): string[] {
  const { thresholds, calibrated } = entry;
  const size = entry.role === 'face' ? entry.embeddingSize : entry.contract.embeddingSize;
  const support = (fmr: number): string => (calibrated ? `, ${supportText(fmr, calibrated.nonMatedPairs)}` : '');
  const rates = (thresholds?.at ?? [])
    .map(([fmr, similarity]) => `${similarity} at FMR ${fmr}${support(fmr)}`)
    .join('; ');
  return [
    `  embedding   ${size} values`,
    thresholds
      ? `  thresholds  match above ${thresholds.similarityMatch}, no match below ${thresholds.similarityReview}${rates && ` (${rates})`}`
      : '  thresholds  none; `facegauge models calibrate` finds them',
    `  quality     ${quality(entry)}`,
    ...(entry.role === 'recogniser' ? [`  fed with    ${JSON.stringify(entry.contract)}`] : []),
    ...(calibrated
      ? [
          `  calibrated  ${calibrated.date}, ${calibrated.pictures} pictures of ${calibrated.identities} people, ${calibrated.matedPairs} mated and ${calibrated.nonMatedPairs} non-mated pairs`
        ]
      : [])
  ];
}

function quality(entry: Exclude<NetworkEntry, { role: 'detector' }>): string {
  if (entry.role === 'recogniser') {
    const faces = Object.keys(entry.calibration);
    return faces.length
      ? `calibrated for comparisons by this network, with ${faces.join(', ')}`
      : 'that of the face network';
  }
  if (entry.selfTest && !entry.selfTest.passed) return `unusable: ${entry.selfTest.reason}`;
  const { calibration } = entry;
  if (!calibration) return 'min(1, exp(log_quality)), not calibrated';
  return `calibrated, ${calibration.length} knots from ${calibration[0][1]} to ${calibration[calibration.length - 1][1]}`;
}

async function verify(ids: string[], flags: Flags): Promise<void> {
  const manifest = await readManifest();
  for (const id of ids) get(manifest, id);
  const states = await verifyNetworks(manifest, ids.length ? ids : undefined);
  const output = new Output();
  for (const { id, file, state, found } of states) {
    const text = `${state.padEnd(8)} ${id}  ${file}${found ? `  (${found})` : ''}`;
    await (flags.json ? output.json({ id, file, state, found }) : output.line(text));
  }
  process.exitCode = states.every(({ state }) => state === 'good') ? DONE : FAILED;
}
