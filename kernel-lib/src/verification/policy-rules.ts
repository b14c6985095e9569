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

/**
 * What is wrong with one threshold.
 * @returns null where nothing is; else what was found and what is accepted
 */
export function findFault(key: string, value: unknown): { found: string; action: string } | null {
  const found = describe(value);
  const range = POLICY_RANGES[key as PolicyKey] as Range | undefined;
  if (!range) return { found: 'an unknown threshold', action: `Known are ${Object.keys(POLICY_RANGES).join(', ')}.` };
  if (value === null && key === 'autoRejectBelow') return null;
  const [least, most] = range;
  if (typeof value === 'number' && value >= least && value <= most) return null;
  const off = key === 'autoRejectBelow' ? ', or null for off' : '';
  return { found, action: `It must be a number from ${least} to ${most}${off}.` };
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

/** Each pair: the first must not lie above the second, or one picture or pair would be two things at once. */
const ORDER: readonly [PolicyKey, PolicyKey][] = [
  ['similarityReview', 'similarityMatch'],
  ['qualityReject', 'qualityTrust'],
  ['autoRejectBelow', 'qualityTrust']
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
