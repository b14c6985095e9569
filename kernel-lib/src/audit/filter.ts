/** Which pictures of an audit are meant. */
import { FacegaugeError } from '../errors';
import type { QueryParameters } from '../store';
import type { Assessment } from '../types';
import { rejectBelow, type QualityPolicy } from '../verification';

/** Every condition that is given must hold. */
export interface SampleFilter {
  /** from ≤ quality < below, each 0..1. */
  quality?: { from?: number; below?: number };
  /** By the thresholds in force now; `failed`: could not be processed. */
  assessment?: Assessment | 'failed';
  /** Code of a finding. */
  finding?: string;
  source?: string;
  identity?: string;
  /** Values of tags. */
  tags?: Record<string, string | number | boolean>;
  /** Part of the path, whatever its case. */
  text?: string;
}

/** `worst` and `best` are those with a quality, by quality; `came`: all, in the order they came in. */
export type SampleSort = 'worst' | 'best' | 'came';

const KEYS = ['quality', 'assessment', 'finding', 'source', 'identity', 'tags', 'text'] as const;

/** Text that stands in JSON as it is, and is no number. */
const VERBATIM = /^(?=.*[^-+.\dEINFaefint])[^"\\\p{C}]+$/u;
/** No path is longer. */
const LONGEST = 10_000;

/** Of LIKE, for what holds the text whatever its case. */
function patternOf(text: string): string {
  if (text.length > LONGEST)
    throw new FacegaugeError('INVALID_ARGUMENT', `No path holds a text of ${text.length} characters.`, {
      found: `${text.length} characters`,
      action: 'Give a part of a path.'
    });
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/**
 * Parameters of the query `audit-samples`.
 * @throws FacegaugeError INVALID_ARGUMENT for what no filter has
 */
export function parametersOf(filter: SampleFilter, policy: QualityPolicy): QueryParameters {
  for (const key of Object.keys(filter))
    if (!(KEYS as readonly string[]).includes(key))
      throw new FacegaugeError('INVALID_ARGUMENT', `A filter has no "${key}".`, {
        found: key,
        action: `It has ${KEYS.join(', ')}.`
      });
  const { quality = {}, assessment, finding, source, identity, tags, text } = filter;
  const parameters: QueryParameters = {
    from: quality.from,
    below: quality.below,
    finding,
    source,
    identity,
    text: text ? patternOf(text) : undefined
  };
  if (tags && Object.keys(tags).length > 0) {
    parameters.tags = JSON.stringify(tags, (_, v) => (typeof v === 'boolean' ? Number(v) : v));
    parameters.tagHint = Object.values(tags).find(value => typeof value === 'string' && VERBATIM.test(value)) as
      string | undefined;
  }
  const [reject, trust] = [rejectBelow(policy), policy.qualityTrust];
  const between = (from: number, below: number): void => {
    if (from > 0) parameters.from = Math.max(quality.from ?? 0, from);
    parameters.below = Math.min(quality.below ?? Infinity, below);
    if (parameters.below === Infinity) parameters.below = undefined;
    parameters.byQuality = 1;
  };
  if (assessment === 'rejected') between(0, reject);
  else if (assessment === 'trusted') between(trust, Infinity);
  // What has a face and no quality must be looked at too.
  else if (assessment === 'review') Object.assign(parameters, { reviewFrom: reject, reviewBelow: trust });
  else if (assessment === 'not-acquired') parameters.noFace = 1;
  else if (assessment === 'failed') parameters.failed = 1;
  else if (assessment !== undefined)
    throw new FacegaugeError('INVALID_ARGUMENT', `There is no assessment "${String(assessment)}".`, {
      found: String(assessment),
      action: 'It is trusted, review, rejected, not-acquired or failed.'
    });
  return parameters;
}
