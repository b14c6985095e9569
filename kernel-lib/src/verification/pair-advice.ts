import { quality as qualityFigure, similarity as similarityFigure, threshold } from '../numbers';
import type { Advice, Policy, Verdict } from '../types';
import { isTrusted, rejectBelow } from './assess';

/** One picture of a pair. */
export interface PairMember {
  quality: number | null;
  /** The picture's own advice, most helpful first. */
  advice: readonly Advice[];
}

/** At most so many sentences on what to change in one picture. */
const SENTENCES_A_PICTURE = 2;

/**
 * What to do about a pair: which picture to take again, why and how; else what keeps the pair from being certain.
 * Empty for a match or no-match. The worse picture comes first.
 */
export function advisePair(
  a: PairMember,
  b: PairMember,
  similarity: number,
  verdict: Verdict,
  policy: Policy
): Advice[] {
  const members = [
    { name: 'A' as const, ...a },
    { name: 'B' as const, ...b }
  ];
  const unknown = members.filter(m => m.quality === null);
  const weak = members.filter(m => m.quality !== null && !isTrusted(m.quality, policy));
  weak.sort((p, q) => p.quality! - q.quality!);
  const advice = weak.flatMap(m => [retake(m, policy), ...inPicture(m)]);
  if (unknown.length > 0) advice.push(qualityUnknown(unknown.map(m => m.name)));
  if (verdict.verdict === 'review' && weak.length === 0 && unknown.length === 0)
    advice.push(between(similarity, policy));
  return advice;
}

function retake({ name, quality }: { name: 'A' | 'B'; quality: number | null }, policy: Policy): Advice {
  const q = qualityFigure(quality!, policy);
  const limit = rejectBelow(policy);
  if (quality! < limit)
    return {
      code: `RETAKE_${name}`,
      component: null,
      en: `Retake picture ${name}: its quality is ${q}, too low to compare (at least ${threshold(limit)}).`,
      zh: `请重拍图片 ${name}：质量分仅 ${q}，无法用于比对（至少需 ${threshold(limit)}）。`
    };
  return {
    code: `IMPROVE_${name}`,
    component: null,
    en: `A better picture ${name} would help: its quality is ${q}, trusted from ${threshold(policy.qualityTrust)}.`,
    zh: `建议换一张更好的图片 ${name}：质量分为 ${q}，达到 ${threshold(policy.qualityTrust)} 方可采信。`
  };
}

function inPicture({ name, advice }: { name: 'A' | 'B'; advice: readonly Advice[] }): Advice[] {
  return advice.slice(0, SENTENCES_A_PICTURE).map(one => ({
    ...one,
    en: `Picture ${name}: ${one.en}`,
    zh: `图片 ${name}：${one.zh}`
  }));
}

function qualityUnknown(names: readonly string[]): Advice {
  return {
    code: 'QUALITY_UNKNOWN',
    component: null,
    en: `The quality of picture ${names.join(' and ')} is unknown, so this pair cannot be decided automatically: have a person look at it.`,
    zh: `图片 ${names.join('、')} 的质量未知，无法自动判定，请人工复核。`
  };
}

function between(similarity: number, policy: Policy): Advice {
  const s = similarityFigure(similarity, policy);
  const [low, high] = [policy.similarityReview, policy.similarityMatch].map(threshold);
  return {
    code: 'SIMILARITY_BETWEEN',
    component: null,
    en: `The similarity ${s} lies between ${low} and ${high}: have a person look at it, or compare another picture.`,
    zh: `相似度 ${s} 介于 ${low} 与 ${high} 之间：请人工复核，或换一张图片再比对。`
  };
}
