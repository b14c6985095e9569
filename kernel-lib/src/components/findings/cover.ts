import { seen, type Evidence } from './evidence';
import { found, severityOf, type FindingCode, type Rule, type Words } from './rule';

/**
 * Something before the face. Only the face network can tell it from blur, shadow or a turned head; without its causes nothing is said.
 * The bar is high: a covering claimed of a bare face costs more trust than one overlooked.
 */
const BAR = { mask: 0.65, sunglasses: 0.5, 'hand-or-object': 0.8 } as const;

/** What looks like something before the face and is not. */
function isDoubtful(code: keyof typeof BAR, p: number, evidence: Evidence): boolean {
  // Where the network hardly sees a face at all (upside down, say), it takes the rest for a covering.
  if ((seen(evidence, 'not-a-face') ?? 0) > 0.35 && p < 0.97) return true;
  // The same holds of a region that may be no face.
  if (evidence.detection < 0.7 && p < 0.99) return true;
  // A face turned away hides half of itself.
  if (Math.abs(evidence.components.HeadPoseYaw?.value ?? 0) > 30 && p < 0.9) return true;
  // So does a half of the face in deep shadow.
  if (evidence.components.IlluminationUniformity.value < 0.5 && p < 0.97) return true;
  // The black beyond the edge of the picture looks like a thing before the face.
  return code === 'hand-or-object' && evidence.outside > 0.04;
}

function covering(code: keyof typeof BAR, words: Words): Rule {
  return (evidence: Evidence) => {
    const p = seen(evidence, code);
    if (p === null || p < BAR[code] || isDoubtful(code, p, evidence)) return null;
    return found(code as FindingCode, severityOf(0.35 + (p - BAR[code])), p, 'FaceOcclusionPrevention', words);
  };
}

export const COVER_RULES: readonly Rule[] = [
  covering('mask', { en: 'A mask covers mouth and nose.', zh: '戴着口罩，遮住了口鼻。' }),
  covering('sunglasses', { en: 'Dark glasses cover the eyes.', zh: '戴着墨镜，遮住了眼睛。' }),
  covering('hand-or-object', {
    en: 'Something is before the face: a hand, hair or another thing.',
    zh: '面部前方有遮挡物（手、头发或其他物品）。'
  })
];
