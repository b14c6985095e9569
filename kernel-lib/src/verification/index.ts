export { assess, isRejected, isTrusted, rejectBelow } from './assess';
export { CONFIG_NAME, readConfigFile, type ConfigFile } from './config-file';
export { POLICY_VARIABLES, readEnvironment } from './environment';
export { judge } from './judge';
export { label } from './labels';
export { advisePair, type PairMember } from './pair-advice';
export { BUILT_IN_POLICY, POLICY_KEYS, resolvePolicy, type PolicySources } from './policy';
export { POLICY_RANGES } from './policy-rules';
export { cosine, sampledSimilarity, type SampledSimilarity } from './similarity';
