import { FacegaugeError } from '../errors';
import type { PolicyKey, PolicyOverrides } from '../types';
import { findFault } from './policy-rules';

/** Environment variable of each threshold. */
export const POLICY_VARIABLES: Readonly<Record<PolicyKey, string>> = {
  similarityMatch: 'FACEGAUGE_SIMILARITY_MATCH',
  similarityReview: 'FACEGAUGE_SIMILARITY_REVIEW',
  qualityTrust: 'FACEGAUGE_QUALITY_TRUST',
  qualityReject: 'FACEGAUGE_QUALITY_REJECT',
  autoRejectBelow: 'FACEGAUGE_AUTO_REJECT_BELOW'
};

/**
 * Thresholds in the environment. An empty variable counts as unset; FACEGAUGE_AUTO_REJECT_BELOW=off switches it off.
 * @throws CONFIG_INVALID with the variable's name
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): PolicyOverrides {
  const overrides: Partial<Record<PolicyKey, number | null>> = {};
  for (const [key, variable] of Object.entries(POLICY_VARIABLES) as [PolicyKey, string][]) {
    const text = environment[variable]?.trim();
    if (!text) continue;
    const value = text === 'off' && key === 'autoRejectBelow' ? null : Number(text);
    const fault = findFault(key, Number.isNaN(value) ? text : value);
    if (fault)
      throw new FacegaugeError('CONFIG_INVALID', `The environment variable ${variable} is ${fault.found}.`, {
        ...fault,
        path: variable
      });
    overrides[key] = value;
  }
  return overrides as PolicyOverrides;
}
