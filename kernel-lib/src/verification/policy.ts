import type { Policy, PolicyKey, PolicyOrigin, PolicyOverrides } from '../types';
import { checkOrder, checkOverrides, quantise } from './policy-rules';

/** The five thresholds, in the order they are shown. */
export const POLICY_KEYS: readonly PolicyKey[] = [
  'similarityMatch',
  'similarityReview',
  'qualityTrust',
  'qualityReject',
  'autoRejectBelow'
];

/** Used where nobody says otherwise. The two similarities are the original network's; a manifest carries its own. */
export const BUILT_IN_POLICY: Readonly<Record<PolicyKey, number | null>> = {
  similarityMatch: 0.45,
  similarityReview: 0.35,
  qualityTrust: 0.6,
  qualityReject: 0.4,
  autoRejectBelow: null
};

/** What each place says; a missing key or undefined says nothing, `autoRejectBelow: null` switches it off. */
export interface PolicySources {
  call?: PolicyOverrides | null;
  environment?: PolicyOverrides | null;
  config?: PolicyOverrides | null;
  store?: PolicyOverrides | null;
  manifest?: PolicyOverrides | null;
}

const PRECEDENCE: readonly Exclude<PolicyOrigin, 'built-in'>[] = ['call', 'environment', 'config', 'store', 'manifest'];

/**
 * The thresholds in force: for each key the strongest place that names it (call > environment > config file > store > model
 * manifest > built-in), and which place that was. Deeply frozen.
 * @throws INVALID_ARGUMENT (call) or CONFIG_INVALID (elsewhere) for a value out of range or thresholds in the wrong order
 */
export function resolvePolicy(sources: PolicySources = {}): Policy {
  const values: Record<PolicyKey, number | null> = { ...BUILT_IN_POLICY };
  const origin = Object.fromEntries(POLICY_KEYS.map(key => [key, 'built-in'])) as Record<PolicyKey, PolicyOrigin>;
  for (const place of [...PRECEDENCE].reverse()) {
    const given = sources[place];
    if (!given) continue;
    checkOverrides(given, place);
    for (const key of POLICY_KEYS) {
      const value = given[key];
      if (value === undefined) continue;
      values[key] = quantise(key, value);
      origin[key] = place;
    }
  }
  const policy = { ...values, origin } as Policy;
  checkOrder(policy);
  return Object.freeze({ ...policy, origin: Object.freeze(origin) });
}
