import type { Advice, Finding, Policy } from '../types';
import type { FindingCode } from './findings';
import { REMEDIES } from './remedies';

/** What is known beside the findings. */
export interface AdviceContext {
  /** 0..1, or null where unknown. */
  quality: number | null;
  policy: Policy;
}

/** A reader follows one or two sentences, not ten. */
const MOST = 4;

/**
 * What to do about the findings, in their order, nothing twice and at most four sentences. Empty for a picture without findings; if
 * that one is not trusted either, it is told so.
 */
export function adviseOn(findings: readonly Finding[], { quality, policy }: AdviceContext): Advice[] {
  const advice = remediesOf(findings);
  const untrusted = quality !== null && quality < policy.qualityTrust;
  return findings.length === 0 && untrusted ? [NOTHING_FOUND] : advice;
}

/** What to do about a picture in which no face was found. */
export function adviseWithoutFace(findings: readonly Finding[]): Advice[] {
  return [...remediesOf(findings), SHOW_ONE_FACE];
}

function remediesOf(findings: readonly Finding[]): Advice[] {
  const advice = findings.flatMap(({ code, component }) => {
    const remedy = REMEDIES[code as FindingCode];
    return remedy ? [{ ...remedy, component }] : [];
  });
  return advice.filter((one, i) => advice.findIndex(({ code }) => code === one.code) === i).slice(0, MOST);
}

const NOTHING_FOUND: Advice = {
  code: 'UNEXPLAINED',
  component: null,
  en: 'Nothing measured says why: take another picture, facing the camera in even light with nothing before the face.',
  zh: '未发现明显原因：请在均匀光线下正对镜头、面部无遮挡，重新拍摄。'
};

const SHOW_ONE_FACE: Advice = {
  code: 'SHOW_ONE_FACE',
  component: 'SingleFacePresent',
  en: 'Use a picture that shows one face: upright, evenly lit, not covered, and large enough.',
  zh: '请使用只有一张人脸的图片：人脸端正、光线均匀、无遮挡且足够大。'
};
