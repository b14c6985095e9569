/** What thresholds can be: one set of rules for calls, environment, files, stores and their JSON schema. */
import { z } from 'zod';
import { FacegaugeError } from '../errors';
import type { Policy, PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';

type Range = readonly [least: number, most: number];

/** Every threshold and the values it can have. */
export const POLICY_RANGES: Readonly<Record<PolicyKey, Range>> = {
  similarityMatch: [-1, 1],
  similarityReview: [-1, 1],
  qualityTrust: [0, 1],
  qualityReject: [0, 1],
  autoRejectBelow: [0, 1]
};

const threshold = (key: PolicyKey, description: string) => {
  const [least, most] = POLICY_RANGES[key];
  return z.number().min(least).max(most).describe(description);
};

/** Some thresholds; nothing else is accepted. */
export const policySchema = z
  .strictObject({
    similarityMatch: threshold('similarityMatch', 'A pair whose similarity lies above it is a match.'),
    similarityReview: threshold('similarityReview', 'A pair whose similarity lies below it is no match.'),
    qualityTrust: threshold('qualityTrust', 'A picture of this quality or better is trusted. Rounded to .001.'),
    qualityReject: threshold('qualityReject', 'A picture of lower quality is rejected. Rounded to .001.'),
    autoRejectBelow: threshold(
      'autoRejectBelow',
      'A picture of lower quality is rejected at once; null: none is. At most qualityReject. Rounded to .001.'
    ).nullable()
  })
  .partial();

/**
 * What is wrong with one threshold.
 * @returns null where nothing is; else what was found and what is accepted
 */
export function findFault(key: string, value: unknown): { found: string; action: string } | null {
  const known = Object.keys(POLICY_RANGES);
  if (!known.includes(key)) return { found: 'an unknown threshold', action: `Known are ${known.join(', ')}.` };
  if (value !== undefined && policySchema.safeParse({ [key]: value }).success) return null;
  const [least, most] = POLICY_RANGES[key as PolicyKey];
  const off = key === 'autoRejectBelow' ? ', or null for off' : '';
  return { found: describe(value), action: `It must be a number from ${least} to ${most}${off}.` };
}

/** @throws INVALID_ARGUMENT or CONFIG_INVALID, by place, for the first threshold that cannot be */
export function checkOverrides(overrides: PolicyOverrides, place: PolicyOrigin): void {
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    const fault = findFault(key, value);
    if (!fault) continue;
    throw new FacegaugeError(codeOf([place]), `The policy's ${key} ${PLACES[place]} is ${fault.found}.`, fault);
  }
}

/** Quality thresholds are multiples of .001, the width of the bins pictures are counted in, so that every count is exact. */
export function quantise(key: PolicyKey, value: number | null): number | null {
  return value === null || key.startsWith('similarity') ? value : Math.round(value * 1000) / 1000;
}

/** Each pair: the first must not lie above the second, or one picture or pair would be two things at once. */
const ORDER: readonly [PolicyKey, PolicyKey][] = [
  ['similarityReview', 'similarityMatch'],
  ['qualityReject', 'qualityTrust'],
  ['autoRejectBelow', 'qualityReject']
];

/** @throws INVALID_ARGUMENT or CONFIG_INVALID where two thresholds contradict each other, with the origin of both */
export function checkOrder(policy: Policy): void {
  for (const [lower, upper] of ORDER) {
    const [a, b] = [policy[lower], policy[upper]];
    if (a === null || b === null || a <= b) continue;
    const places = [policy.origin[lower], policy.origin[upper]];
    throw new FacegaugeError(
      codeOf(places),
      `The policy contradicts itself: ${lower} ${a} (${PLACES[places[0]]}) lies above ${upper} ${b} (${PLACES[places[1]]}).`,
      {
        found: `${lower} ${a}, ${upper} ${b}`,
        action: `Lower ${lower} or raise ${upper}; give both in the same place.`
      }
    );
  }
}

const PLACES: Readonly<Record<PolicyOrigin, string>> = {
  call: 'given in the call',
  environment: 'in the environment',
  config: 'in facegauge.json',
  store: 'in the store',
  manifest: "in the model's manifest",
  'built-in': 'built in'
};

function codeOf(places: readonly PolicyOrigin[]): 'INVALID_ARGUMENT' | 'CONFIG_INVALID' {
  return places.includes('call') ? 'INVALID_ARGUMENT' : 'CONFIG_INVALID';
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `the text ${JSON.stringify(value)}` : (JSON.stringify(value) ?? String(value));
}
