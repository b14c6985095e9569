/** `facegauge models calibrate`: what quality means, and which similarities separate people, on the user's own pictures. */
import { Command } from 'commander';
import { FacegaugeError } from '../errors';
import {
  amendEntry,
  calibrateNetwork,
  canShow,
  falseMatchesAt,
  filesOf,
  readManifest,
  recordOf,
  resolveModels,
  type Calibration,
  type CalibrationRow,
  type Manifest
} from '../models';
import { isSample, type Sample } from '../session';
import { inSession } from './in-session';
import { readIdentities, readPairs, type LabelledPictures } from './models-labels';
import { PictureProgress } from './progress';
import { addPictureOptions, addSessionOptions, languageOf, type SessionFlags } from './session-options';
import { DONE } from './exit';
import { log } from './streams';

interface Flags extends SessionFlags {
  pairs?: string;
  identities?: string;
  dryRun?: boolean;
}

export function calibrateCommand(): Command {
  const command = new Command('calibrate')
    .description('Fit the meaning of quality and the similarity thresholds on your own pictures.')
    .option('--identities <folder>', 'one folder a person')
    .option('--pairs <file.csv>', 'columns a, b, mated; paths from the file’s own folder')
    .option('--dry-run', 'show what is found without writing it');
  return addPictureOptions(addSessionOptions(command)).action(calibrate);
}

async function calibrate(flags: Flags): Promise<void> {
  if ((flags.pairs === undefined) === (flags.identities === undefined)) {
    throw new FacegaugeError('INVALID_ARGUMENT', 'Which pictures should be used?', {
      action: 'Give either --identities FOLDER or --pairs FILE.csv.'
    });
  }
  const models = await resolveModels(flags);
  const manifest = await readManifest();
  const target = models.recogniser ?? models.face;
  for (const network of [models.face, target]) expectInstalled(manifest, network);
  const pictures =
    flags.pairs === undefined ? await readIdentities(flags.identities as string) : await readPairs(flags.pairs);
  await inSession('models calibrate', flags, async (session, output, signal) => {
    const rows = new Map<string, CalibrationRow>();
    let failed = 0;
    const progress = new PictureProgress(languageOf(flags), pictures.files.length);
    try {
      for await (const result of session.extractAll(pictures.files, { signal, preview: false })) {
        if (isSample(result) && result.path !== null) rows.set(result.path, rowOf(result, pictures));
        else failed++;
        progress.step();
      }
    } finally {
      progress.end();
      if (signal.aborted) log(progress.stopped());
    }
    log(`${rows.size} pictures with a face, ${failed} without or unreadable`);
    const calibration = calibrateNetwork(...pictures.select(rows));
    if (!flags.dryRun) await write(manifest, models.face, target, calibration);
    if (flags.json)
      await output.json({ model: models.face.id, recogniser: models.recogniser?.id ?? null, ...calibration });
    else for (const line of report(target.id, calibration, flags.dryRun === true)) await output.line(line);
    return DONE;
  });
}

function expectInstalled(manifest: Manifest, { id, sha256 }: Target): void {
  const entry = Object.hasOwn(manifest.networks, id) ? manifest.networks[id] : null;
  if (entry && filesOf(entry)[0].sha256 === sha256) return;
  throw new FacegaugeError('INVALID_ARGUMENT', `${id} is not installed, so there is no place for its calibration.`, {
    found: id,
    action: 'Install it first: `facegauge models convert … --id NAME` or `facegauge models add`.'
  });
}

const rowOf = ({ path, logQuality, embedding }: Sample, { identityOf }: LabelledPictures): CalibrationRow => ({
  logQuality,
  embedding,
  identity: identityOf(path as string)
});

interface Target {
  id: string;
  sha256: string;
}

/** A face network's own calibration is its knots; a recogniser keeps one for each face network beside it. */
async function write(manifest: Manifest, face: Target, target: Target, found: Calibration): Promise<void> {
  const entry = manifest.networks[target.id];
  const calibration =
    entry.role === 'recogniser'
      ? { ...entry.calibration, [face.id]: { sha256: face.sha256, knots: found.knots } }
      : found.knots;
  await amendEntry(target.id, {
    calibration,
    thresholds: found.thresholds,
    calibrated: recordOf(found, target.sha256)
  });
}

/** `supported: no (10 false matches of the 30 that show a rate)` */
export function supportText(fmr: number, nonMatedPairs: number): string {
  const counted = falseMatchesAt(fmr, nonMatedPairs);
  return canShow(fmr, nonMatedPairs)
    ? `supported: yes (${counted} false matches)`
    : `supported: no (${counted} false matches of the 30 that show a rate)`;
}

function report(id: string, found: Calibration, dryRun: boolean): string[] {
  const { thresholds, knots, error, fnmr, pictures, identities, matedPairs, nonMatedPairs } = found;
  const last = knots[knots.length - 1];
  return [
    `${id} on ${pictures} pictures of ${identities} people (${matedPairs} mated, ${nonMatedPairs} non-mated pairs):`,
    ...thresholds.at.map(
      ([fmr, similarity]) => `  similarity ${similarity.toFixed(4)} at FMR ${fmr}, ${supportText(fmr, nonMatedPairs)}`
    ),
    `  match above ${thresholds.similarityMatch}, no match below ${thresholds.similarityReview}; FNMR ${(100 * fnmr).toFixed(2)} % at the former`,
    `  quality from ${knots[0][1]} (log quality ${knots[0][0]}) to ${last[1]} (${last[0]}), calibration error ${error.toFixed(3)} on the same pictures`,
    dryRun ? 'Not written (--dry-run).' : 'Written to the manifest of installed networks.'
  ];
}
