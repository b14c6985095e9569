/** The detector against the reference: faces too many, regions that are no face, faces missed, landmarks, time. */
import fs from 'node:fs';
import path from 'node:path';
import { detectFaces, rankFaces } from '../../../kernel-lib/src/detection';
import { meanOf } from '../../../kernel-lib/src/detection/looks';
import { decodeImage, Mipmap } from '../../../kernel-lib/src/image';
import { resolveModels } from '../../../kernel-lib/src/models';
import type { OpenOptions } from '../../../kernel-lib/src/session';
import type { Face, Pixels } from '../../../kernel-lib/src/types';
import { withoutDoubt } from '../../../kernel-lib/src/recognition';
import { bareSession, loadDetector, recorded } from '../bare';
import { median } from '../report';
import { EVALUATION } from './pictures';
import { overlap, REFERENCE, referenceDetector } from './reference-detector';
import { apart, looksAt } from './reference-looks';

const SETS = [
  ...['portraits', 'masked', 'lighting', 'non-face'].map(set => `quality/${set}`),
  '../samples',
  'lfw-dev',
  'celeb-ids-dev'
];

type Reference = (picture: Pixels) => Promise<Face[]>;

/** Boxes that share less of their union are of different things. */
const SAME = 0.2;

/** What both see in one picture. */
export interface Seen {
  file: string;
  ours: Face[];
  /** The one that is used, or null. */
  chosen: Face | null;
  reference: Face[];
  distances: Distances | null;
  /** Processor time of ours, ms. */
  ms: number;
}

export const isOffAFace = (face: Face, { reference }: Seen): boolean =>
  reference.every(one => overlap(face, one) < SAME);

export const tooMany = (seen: Seen): Face[] => seen.ours.filter(face => !face.fallback && isOffAFace(face, seen));

export const isMissed = ({ ours, reference }: Seen): boolean =>
  reference.length > 0 && reference.every(one => ours.every(face => overlap(face, one) < SAME));

/** The reference's face that is the one chosen; null where there is none to compare. */
const sameAs = (chosen: Face | null, reference: Face[]): Face | null =>
  (chosen && reference.find(face => overlap(face, chosen) >= SAME)) ?? null;

/** Mean distances of landmarks in inter-eye distances. */
export interface Distances {
  /** Of the chosen face's from the reference's. */
  fromReference: number;
  /** … from the mean of the reference's other looks, and of its first look from that mean; null where not every look sees the face. */
  fromOthers: number | null;
  referenceFromOthers: number | null;
}

async function measure(
  picture: Pixels,
  chosen: Face | null,
  seen: Face[],
  reference: Reference
): Promise<Distances | null> {
  const same = sameAs(chosen, seen);
  if (!chosen || !same) return null;
  const looks = await looksAt(picture, same, reference);
  const others = looks && meanOf(looks.slice(1));
  return {
    fromReference: apart(chosen.landmarks, same.landmarks),
    fromOthers: others && apart(chosen.landmarks, others),
    referenceFromOthers: others && apart(looks[0], others)
  };
}

/** Every picture below a folder, seen by both. */
export async function seeFolder(
  folder: string,
  detect: (picture: Mipmap) => Promise<Face[]>,
  reference: Reference
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const file of fs.readdirSync(folder, { recursive: true }) as string[]) {
    if (!/\.(jpe?g|png|webp)$/i.test(file)) continue;
    const image = await decodeImage(path.join(folder, file));
    const from = process.cpuUsage();
    const ours = await detect(new Mipmap(image));
    const { user, system } = process.cpuUsage(from);
    const [chosen = null] = rankFaces(ours, 'largest', image);
    const theirs = await reference(image);
    const distances = await measure(image, chosen, theirs, reference);
    seen.push({ file, ours, chosen, reference: theirs, distances, ms: (user + system) / 1000 });
  }
  return seen;
}

export async function detection(options: OpenOptions): Promise<void> {
  const absent = [REFERENCE, EVALUATION].filter(place => !fs.existsSync(place));
  if (absent.length > 0)
    return console.log(
      `detection: skipped, absent: ${absent.map(place => path.relative(process.cwd(), place)).join(', ')}`
    );
  const { detector, face } = await resolveModels(options);
  const loaded = await loadDetector(detector, new Map(), null);
  const network = recorded(await bareSession(face.file), null);
  // As the pipeline does it: what the detector doubts the face network decides.
  const detect = async (picture: Mipmap): Promise<Face[]> =>
    withoutDoubt(picture, await detectFaces(picture, loaded), network, face.contract);
  const yunet = await referenceDetector();
  console.log(`detection: ${detector.id} against the reference detector (score ≥ .6, at most 640 px)`);
  for (const set of SETS) {
    const folder = path.join(EVALUATION, set);
    if (!fs.existsSync(folder)) console.log(`  ${set}: skipped, absent`);
    else console.log(line(path.basename(set), await seeFolder(folder, detect, yunet)));
  }
}

function line(name: string, all: Seen[]): string {
  const count = (test: (seen: Seen) => boolean): number => all.filter(test).length;
  const found = count(({ chosen }) => chosen !== null);
  const fallback = count(({ chosen }) => chosen?.fallback === true);
  const extra = all.reduce((sum, seen) => sum + tooMany(seen).length, 0);
  const distances = (of: keyof Distances): number[] =>
    all.flatMap(seen => seen.distances?.[of] ?? []).sort((x, y) => x - y);
  const single = distances('fromReference');
  const others = distances('fromOthers');
  const own = distances('referenceFromOthers');
  const parts = [
    `found ${found} of ${all.length}${fallback ? ` (${fallback} by the fallback region)` : ''}, reference ${count(({ reference }) => reference.length > 0)}`,
    `too many ${((100 * extra) / all.length).toFixed(1)} per 100`,
    `chosen off a face ${count(seen => seen.chosen !== null && isOffAFace(seen.chosen, seen))}`,
    `missed ${count(isMissed)}`,
    single.length
      ? `landmarks ${median(single).toFixed(3)}, 90 % ${single[Math.floor(0.9 * single.length)].toFixed(3)}`
      : '',
    others.length
      ? `from three other looks of the reference ${median(others).toFixed(3)} (its first look: ${median(own).toFixed(3)}; ${others.length} pictures)`
      : '',
    `${median(all.map(({ ms }) => ms)).toFixed(1)} ms`
  ];
  return `  ${name.padEnd(14)} ${parts.filter(part => part).join(' · ')}`;
}
