/** What a batch is made of: bare pictures, or pictures with what a list says of them. */
import { z } from 'zod';
import { FacegaugeError } from '../errors';
import type { ImageInput } from '../types';

/** A picture and what is known of it beforehand; all but the picture may be left out or null. */
export interface BatchItem {
  image: ImageInput;
  /** A name of the caller's own: the result echoes it, the store keeps it. */
  key?: string | null;
  /** Camera, folder or label this picture comes from; goes before the batch's `source`. */
  source?: string | null;
  /** Whom it shows. */
  identity?: string | null;
  /** Whatever else the list says of it: anything that JSON can say. */
  tags?: Record<string, unknown> | null;
}

/** An item with nothing left out. */
export type WholeItem = { [K in keyof Required<BatchItem>]: Exclude<BatchItem[K], undefined> };

const text = z.string('a text').nullish();
const itemSchema = z.strictObject({
  image: z.unknown(),
  key: text,
  source: text,
  identity: text,
  tags: z.custom(value => isPlain(value) && saysJson(value), 'an object that JSON can say').nullish()
});

const isItem = (given: ImageInput | BatchItem): given is BatchItem =>
  typeof given === 'object' && given !== null && 'image' in given;

/** A bare picture is an item of which nothing else is known; what cannot be counts as left out, see {@link checkItem}. */
export function wholeItem(given: ImageInput | BatchItem): WholeItem {
  if (!isItem(given)) return { image: given, key: null, source: null, identity: null, tags: null };
  const known = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const { image, key, source, identity, tags } = given;
  return { image, key: known(key), source: known(source), identity: known(identity), tags: tags ?? null };
}

/** @throws FacegaugeError INVALID_ARGUMENT, naming the field, for an item that no type checker saw */
export function checkItem(given: ImageInput | BatchItem): void {
  const issue = isItem(given) ? itemSchema.safeParse(given).error?.issues[0] : undefined;
  if (!issue) return;
  if (issue.code === 'unrecognized_keys') {
    const found = issue.keys.join(', ');
    throw new FacegaugeError('INVALID_ARGUMENT', `A batch item has no ${found}.`, {
      found,
      action: 'It has image, key, source, identity and tags; whatever else is known of a picture goes into tags.'
    });
  }
  const field = String(issue.path[0]);
  const found = typeof (given as unknown as Record<string, unknown>)[field];
  throw new FacegaugeError('INVALID_ARGUMENT', `The ${field} of a batch item must be ${issue.message}, not ${found}.`, {
    found,
    action: `Leave ${field} out where it is not known.`
  });
}

const isPlain = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function saysJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
