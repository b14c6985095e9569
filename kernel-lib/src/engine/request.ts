/** Checks what a caller asks for before it is sent anywhere. */
import path from 'node:path';
import { FacegaugeError } from '../errors';
import { pathOfUrl } from '../names';
import type { ExtractOptions, ImageInput } from '../types';

/**
 * A path made absolute here and now (the worker has a working folder of its own), or the bytes.
 * @throws FacegaugeError INVALID_ARGUMENT
 */
export function checkInput(input: ImageInput): string | Uint8Array {
  if (input instanceof Uint8Array) return input;
  if (isAddress(input))
    throw new FacegaugeError(
      'INVALID_ARGUMENT',
      `${show(input)} is an address, and nothing is fetched from the network.`,
      {
        found: 'an address',
        action: 'Download the picture first and give its path or its bytes.'
      }
    );
  if (typeof input === 'string' && input !== '') return path.resolve(input);
  if (input instanceof URL && input.protocol === 'file:') return localPath(input);
  throw new FacegaugeError('INVALID_ARGUMENT', `This is not a picture: ${show(input)}.`, {
    found: show(input),
    action: 'Give a path, a file: URL or the encoded bytes (Buffer, Uint8Array).'
  });
}

/** `https://…`, `s3://…`, `data:…`: everything that names a place other than a file. */
function isAddress(input: unknown): boolean {
  if (input instanceof URL) return input.protocol !== 'file:';
  return typeof input === 'string' && /^([a-z][a-z\d+.-]+:\/\/|data:)/i.test(input);
}

function localPath(url: URL): string {
  try {
    return pathOfUrl(url);
  } catch (cause) {
    throw new FacegaugeError('INVALID_ARGUMENT', `${url.href} names no file of this machine.`, {
      found: (cause as Error).message,
      cause
    });
  }
}

/** @throws FacegaugeError INVALID_ARGUMENT */
export function checkOptions(options: ExtractOptions): ExtractOptions {
  const { aligned, face, minFace, copies, seed, detail, preview } = options;
  const whole = (value: number, from: number, to: number): boolean =>
    Number.isInteger(value) && value >= from && value <= to;
  const rules: [ok: boolean, name: string, value: unknown, range: string][] = [
    [aligned === undefined || typeof aligned === 'boolean', 'aligned', aligned, 'true or false'],
    [face === undefined || face === 'largest' || face === 'central', 'face', face, "'largest' or 'central'"],
    [
      minFace === undefined || (minFace >= 6 && minFace <= 1920),
      'minFace',
      minFace,
      'a number of pixels from 6 to 1920'
    ],
    [copies === undefined || whole(copies, 1, 64), 'copies', copies, 'a whole number from 1 to 64'],
    [seed === undefined || whole(seed, 0, 0xffffffff), 'seed', seed, 'a whole number from 0 to 4294967295'],
    [detail === undefined || detail === 'occlusion', 'detail', detail, "'occlusion'"],
    [preview === undefined || typeof preview === 'boolean', 'preview', preview, 'true or false']
  ];
  for (const [ok, name, value, range] of rules) {
    if (ok) continue;
    throw new FacegaugeError('INVALID_ARGUMENT', `The option ${name} must be ${range}, not ${show(value)}.`, {
      found: show(value)
    });
  }
  return { aligned, face, minFace, copies, seed, detail, preview };
}

export function show(value: unknown): string {
  if (value instanceof URL) return shortened(value.href);
  return typeof value === 'string' ? shortened(JSON.stringify(value)) : String(value);
}

/** A `data:` address may be as long as a picture. */
function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
