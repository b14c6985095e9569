/** Checks of manifest data: what was read is either exactly what the types promise or an error that names the place. */
import path from 'node:path';
import type { z } from 'zod';
import { FacegaugeError } from '../errors';
import { entrySchema } from './entry-schema';
import type { NetworkEntry, NetworkFile } from './manifest';

/** Longest piece of what was found that a message repeats. */
const SHOWN = 80;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** An entry's key that is null counts as left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value) || !isObject(value)) return value;
  const kept = Object.entries(value).filter(([, v]) => v !== null);
  return Object.fromEntries(kept.map(([key, v]) => [key, withoutNulls(v)]));
}

const join = (place: string, steps: PropertyKey[]) =>
  steps.reduce<string>((all, step) => (typeof step === 'number' ? `${all}[${step}]` : `${all}.${String(step)}`), place);

/**
 * The first complaint of a schema as an error for people: which place, what it should be, what was found.
 * @param place of `raw` in the file
 */
export function complaint(issue: z.core.$ZodIssue, raw: unknown, place: string, file: string): FacegaugeError {
  const value = issue.path.reduce<unknown>((at, step) => (isObject(at) ? at[step as string] : undefined), raw);
  const shown = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, SHOWN);
  const where = join(place, issue.path).replace(/^\./, '');
  return new FacegaugeError('MODEL_CONTRACT', `${where} in ${file} should be ${issue.message}.`, {
    found: shown,
    path: file,
    action: `Found ${shown}; correct the manifest or install the network again.`
  });
}

/** Where an entry was read from. */
export interface EntrySource {
  file: string;
  /** That relative file names start from. */
  folder: string;
  /** Keys that another manifest amended, and its name. */
  amended?: { keys: readonly string[]; file: string };
}

/**
 * Checks one entry of a manifest and makes its file names absolute.
 * @param raw what JSON.parse gave for the entry
 * @throws FacegaugeError MODEL_CONTRACT, naming the place
 */
export function validateEntry(raw: unknown, id: string, { file, folder, amended }: EntrySource): NetworkEntry {
  const { data, error } = entrySchema.safeParse(withoutNulls(raw));
  if (error) {
    const [issue] = error.issues;
    const blamed = amended?.keys.includes(String(issue.path[0])) ? amended.file : file;
    throw complaint(issue, raw, `networks.${id}`, blamed);
  }
  const place = <T extends NetworkFile>(network: T): T => ({ ...network, file: path.resolve(folder, network.file) });
  if (data.role === 'face') return place({ ...data, title: data.title ?? id });
  if (data.role === 'recogniser') return place({ ...data, title: data.title ?? id });
  if (data.architecture === 'one-pass') {
    const { landmarks, ...rest } = data;
    return place({ ...rest, title: data.title ?? id, ...(landmarks && { landmarks: place(landmarks) }) });
  }
  const { pnet, rnet, onet } = data.stages;
  return { ...data, title: data.title ?? id, stages: { pnet: place(pnet), rnet: place(rnet), onet: place(onet) } };
}
