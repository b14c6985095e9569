import type { Assessment, Language, Verdict } from '../types';

type Label = Readonly<Record<Language, string>>;

const ASSESSMENTS: Readonly<Record<Assessment, Label>> = {
  trusted: { en: 'Trusted', zh: '可信' },
  review: { en: 'Review recommended', zh: '建议人工复核' },
  rejected: { en: 'Rejected: quality too low', zh: '样本质量过低，拒绝处理' },
  'not-acquired': { en: 'No face detected', zh: '未检测到人脸' }
};

const VERDICTS: Readonly<Record<Exclude<Verdict['verdict'], 'recapture'>, Label>> = {
  match: { en: 'High-confidence match', zh: '高置信匹配' },
  'no-match': { en: 'No match', zh: '不匹配' },
  review: { en: 'Needs review', zh: '需人工复核' },
  unreliable: { en: 'Unreliable: quality too low', zh: '低质量拒识' }
};

/**
 * What a verdict or an assessment is called on screens. A verdict is given whole, because `recapture` names the picture and
 * because "review" of a pair and of a picture are different words.
 */
export function label(of: Assessment | Verdict, language: Language): string {
  if (typeof of === 'string') return ASSESSMENTS[of][language];
  if (of.verdict !== 'recapture') return VERDICTS[of.verdict][language];
  const which = of.recapture === 'b' ? 'B' : 'A';
  return language === 'zh' ? `建议重拍 ${which}` : `Retake picture ${which}`;
}
