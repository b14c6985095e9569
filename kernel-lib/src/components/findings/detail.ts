import { MOVED } from '../directed-detail';
import { between, seen, type Evidence } from './evidence';
import { found, severityOf, type FindingCode, type Found, type Rule, type Words } from './rule';

/** Confidence from which a loss of detail is said, where the face network names it. */
const BAR = 0.5;

/**
 * Sharpness from which a face is not blurred, whatever the network says: enlarged to 112×112, a small sharp face looks blurred to it.
 * All faces of LFW blurred by movement that were named so lay below .38; of 14 celebrities wrongly named, twelve of them small, 13 above.
 */
const SHARP = 0.48;
const BLUR: readonly FindingCode[] = ['motion', 'defocus'];

/** How far detail is gone by measurement, 0..1, and what of by its looks. */
function lost({ components: { Sharpness } }: Evidence): { strength: number; cause: string } {
  return { strength: between(Sharpness.value, 0.27, 0.06), cause: Sharpness.cause ?? 'defocus' };
}

/** Blur in one direction is movement, blur in all is not. */
function hasMoved({ unlike }: Evidence): boolean {
  return unlike !== null && unlike >= MOVED;
}

/**
 * How sure the network is of a loss of detail, 0..1; null where it cannot say. It sees blur well and takes one kind for the other:
 * which of the two it is the measurement says.
 */
function named(code: FindingCode, evidence: Evidence): number | null {
  const p = seen(evidence, code);
  if (p === null || code === 'noise') return p;
  if (code === 'motion') return hasMoved(evidence) ? p : 0;
  if (hasMoved(evidence)) return 0.75 * p;
  return code === 'defocus' ? Math.max(p, seen(evidence, 'motion') ?? 0) : p;
}

function detail(code: FindingCode, words: readonly [Words, Words, Words]): Rule {
  return (evidence: Evidence): Found | null => {
    const sure = named(code, evidence);
    const { strength, cause } = lost(evidence);
    const measured = cause === code ? strength : 0;
    // The network sees the face at 112×112, where a large one that is a little blurred is sharp again.
    const plain = measured > 0.15 ? found(code, severityOf(measured), 0.5 + measured / 2, 'Sharpness', words) : null;
    if (sure === null) return plain;
    if (BLUR.includes(code) && evidence.components.Sharpness.value >= SHARP) return plain;
    if (sure < BAR || (plain && plain.confidence > sure)) return plain;
    return found(code, severityOf(Math.max(measured, between(sure, BAR, 1) * 0.7)), sure, 'Sharpness', words);
  };
}

const compression: Rule = evidence => {
  const { CompressionArtifacts } = evidence.components;
  const p = seen(evidence, 'compression');
  const measured = between(CompressionArtifacts.score, 60, 0);
  if (measured <= 0 && (p === null || p < 0.45)) return null;
  return found(
    'compression',
    severityOf(Math.max(measured, p === null ? 0 : between(p, 0.4, 1) * 0.7)),
    Math.max(p ?? 0, 0.5 + measured / 2),
    'CompressionArtifacts',
    [
      { en: 'The picture is compressed strongly: blocks begin to show.', zh: '压缩较强，已出现方块痕迹。' },
      { en: 'The picture is compressed strongly: blocks show on the face.', zh: '压缩过度，面部可见方块痕迹。' },
      { en: 'Compression has destroyed the detail of the face.', zh: '压缩严重，面部细节已被破坏。' }
    ]
  );
};

/** Squares in the picture's own pixels tell a mosaic better than the network, which sees them smoothed. */
const mosaic: Rule = evidence => {
  const p = seen(evidence, 'mosaic') ?? 0;
  const { squares } = evidence;
  const strength = Math.max(between(squares, 0.5, 0.75), p > 0.6 && squares > 0.2 ? p : 0);
  if (strength <= 0) return null;
  return found('mosaic', strength > 0.4 ? 3 : 2, Math.max(p, 0.6 + 0.4 * strength), null, {
    en: 'The face consists of coarse squares, as under a mosaic.',
    zh: '面部由粗大的方块组成，像是打了马赛克。'
  });
};

/** Lashes and pores of a clean picture measure below 4 grey levels; a small face is detail all over. */
function noiseMeasured({ noise, components: { InterEyeDistance } }: Evidence): number {
  return InterEyeDistance.value < 30 ? 0 : between(noise, 7, 35);
}

const grain: Rule = evidence => {
  const measured = noiseMeasured(evidence);
  // Stubble and pores, shrunk to the network's crop, look like noise to it.
  const named = evidence.noise > 4 ? detail('noise', NOISE)(evidence) : null;
  if (measured <= 0 || (named && named.severity >= severityOf(measured))) return named;
  return found('noise', severityOf(measured), 0.6 + 0.4 * measured, 'Sharpness', NOISE);
};

const NOISE = [
  { en: 'Noise covers some of the detail.', zh: '画面有噪点，细节受损。' },
  { en: 'Noise covers the detail of the face.', zh: '噪点较多，掩盖了面部细节。' },
  { en: 'The face is lost in noise.', zh: '噪点严重，面部难以辨认。' }
] as const;

export const DETAIL_RULES: readonly Rule[] = [
  detail('motion', [
    { en: 'The face is slightly blurred by movement.', zh: '面部有轻微的运动模糊。' },
    { en: 'The face is blurred by movement.', zh: '面部因移动而模糊。' },
    { en: 'The face is badly blurred by movement.', zh: '面部因移动而严重模糊。' }
  ]),
  detail('defocus', [
    {
      en: 'The face is not quite sharp: slightly out of focus, slightly moved, or enlarged.',
      zh: '面部不够清晰：略微失焦、略有晃动，或图片被放大过。'
    },
    {
      en: 'The face is not sharp: out of focus, or enlarged from few pixels.',
      zh: '面部不清晰：失焦，或由小图放大而来。'
    },
    {
      en: 'The face is badly blurred: out of focus, or enlarged from few pixels.',
      zh: '面部非常模糊：严重失焦，或由小图放大而来。'
    }
  ]),
  grain,
  detail('low-resolution', [
    { en: 'The face has few pixels or was enlarged.', zh: '面部像素偏少，或图片被放大过。' },
    { en: 'The face has too few pixels, or was enlarged from few.', zh: '面部像素过少，或由小图放大而来。' },
    { en: 'The face consists of very few pixels.', zh: '面部像素极少，几乎没有细节。' }
  ]),
  compression,
  mosaic
];
