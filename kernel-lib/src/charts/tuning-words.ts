import type { Language } from '../types';
import { count } from './chart';

const TEXT = {
  en: {
    title: 'Tune thresholds',
    summary: ({ mated, nonMated }: { mated: number; nonMated: number }) =>
      `${count(mated)} comparisons of the same person, ${count(nonMated)} of different people; in brackets 95 % intervals`,
    how: 'Sliders under the picture move the thresholds; the figures follow without a kernel.',
    similarityMatch: 'similarityMatch',
    similarityReview: 'similarityReview',
    qualityTrust: 'qualityTrust',
    qualityReject: 'qualityReject',
    fmr: 'FMR: different people above similarityMatch',
    fnmr: 'FNMR: the same person not above it',
    verdict: 'verdict',
    truth: 'truth',
    count: 'comparisons',
    share: 'share',
    similarity: 'similarity (cosine)',
    quality: 'lower quality (0–1)',
    mated: 'same person',
    nonMated: 'different people',
    verdicts: {
      match: 'match',
      review: 'to review',
      noMatch: 'no match',
      recapture: 'to retake',
      unreliable: 'rejected (unreliable)'
    },
    preset: 'preset',
    choose: 'choose …'
  },
  zh: {
    title: '调整阈值',
    summary: ({ mated, nonMated }: { mated: number; nonMated: number }) =>
      `同人比对 ${count(mated)} 次，异人比对 ${count(nonMated)} 次；括号内为 95 % 区间`,
    how: '图下方的滑块调整阈值，数字随之更新，无需内核。',
    similarityMatch: '匹配阈值',
    similarityReview: '复核阈值',
    qualityTrust: '可信质量',
    qualityReject: '拒绝质量',
    fmr: '误识率 FMR：高于匹配阈值的异人比对',
    fnmr: '拒识率 FNMR：不高于匹配阈值的同人比对',
    verdict: '判定',
    truth: '实际',
    count: '比对次数',
    share: '占比',
    similarity: '相似度（余弦）',
    quality: '较低的质量（0–1）',
    mated: '同一人',
    nonMated: '不同人',
    verdicts: { match: '匹配', review: '复核', noMatch: '不匹配', recapture: '重拍', unreliable: '拒识（不可靠）' },
    preset: '预设',
    choose: '选择 …'
  }
};

export type TuningWords = (typeof TEXT)['en'];

export function tuningWords(language: Language): TuningWords {
  return TEXT[language];
}
