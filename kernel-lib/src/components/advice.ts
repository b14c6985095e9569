import type { Advice, Components, Policy } from '../types';
import { GEOMETRY_RULES } from './advice-geometry';
import { LIGHT_RULES } from './advice-light';
import { PICTURE_RULES } from './advice-picture';
import type { Finding, Rule } from './advice-rule';

/** What is known beside the components. */
export interface AdviceContext {
  /** 0..1, or null where unknown. */
  quality: number | null;
  policy: Policy;
}

const RULES: readonly Rule[] = [...GEOMETRY_RULES, ...LIGHT_RULES, ...PICTURE_RULES];

/** A reader follows one or two sentences, not ten. */
const MOST = 4;

/** A picture that is trusted anyway is only told of clear faults. */
const CLEAR_FAULT = 0.5;

/**
 * Sentences a photographer can follow, the most helpful first, at most four. A trusted picture gets clear faults only, often
 * none; an untrusted one in which nothing measured is wrong is told so.
 */
export function adviseOn(components: Components, { quality, policy }: AdviceContext): Advice[] {
  const trusted = quality !== null && quality >= policy.qualityTrust;
  const findings = RULES.map(rule => rule(components)).filter((f): f is Finding => f !== null);
  const worth = findings.filter(f => !trusted || f.severity >= CLEAR_FAULT).sort((a, b) => b.severity - a.severity);
  const advice = worth.slice(0, MOST).map(({ code, component, en, zh }) => ({ code, component, en, zh }));
  return advice.length === 0 && quality !== null && !trusted ? [NOTHING_MEASURED] : advice;
}

const NOTHING_MEASURED: Advice = {
  code: 'UNEXPLAINED',
  component: null,
  en: 'None of the measurements says why: take another picture, facing the camera in even light with nothing before the face.',
  zh: '各项指标均未发现明显原因：请在均匀光线下正对镜头、面部无遮挡，重新拍摄。'
};
