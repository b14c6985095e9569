import type { Components } from '../types';
import { between, percent, type Rule } from './advice-rule';

interface Remedy {
  code: string;
  en: string;
  zh: string;
}

const REMEDIES: Readonly<Record<string, Remedy>> = {
  defocus: {
    code: 'FOCUS',
    en: 'Focus on the face, clean the lens, and use the original picture rather than an enlarged one',
    zh: '请对焦面部、清洁镜头，并使用原图而非放大图'
  },
  motion: {
    code: 'HOLD_STILL',
    en: 'Hold still and use more light or a shorter exposure',
    zh: '请保持静止，并增加光照或缩短曝光'
  },
  noise: {
    code: 'LESS_NOISE',
    en: 'Use more light and a lower ISO, so that noise does not cover the detail',
    zh: '请增加光照并降低感光度，避免噪点掩盖细节'
  }
};

const unsharp: Rule = ({ Sharpness }) => {
  if (Sharpness.score >= 50) return null;
  const { code, en, zh } = REMEDIES[Sharpness.cause ?? 'defocus'] ?? REMEDIES.defocus;
  return {
    code,
    component: 'Sharpness',
    severity: 0.4 + 0.5 * between(Sharpness.score, 50, 0),
    en: `${en}: sharpness ${Sharpness.score} of 100, best above 50.`,
    zh: `${zh}：清晰度 ${Sharpness.score}（满分 100），宜高于 50。`
  };
};

const compressed: Rule = ({ CompressionArtifacts }) => {
  if (CompressionArtifacts.score >= 60) return null;
  return {
    code: 'LESS_COMPRESSION',
    component: 'CompressionArtifacts',
    severity: 0.2 + 0.5 * between(CompressionArtifacts.score, 60, 0),
    en: `Save the picture with less compression: block borders of ${CompressionArtifacts.value.toFixed(1)} grey levels, best below 2.`,
    zh: `请降低压缩率保存图片：块边界灰度跳变 ${CompressionArtifacts.value.toFixed(1)} 级，宜低于 2 级。`
  };
};

/** The map cannot tell a mask from blur, bad light or a turned face; where those are measured as well, they are named first. */
function hasOtherCause(components: Components): boolean {
  const { Sharpness, LuminanceMean, OverExposurePrevention, IlluminationUniformity, HeadPoseYaw, HeadPoseRoll } =
    components;
  return (
    Sharpness.score < 50 ||
    LuminanceMean.score < 40 ||
    OverExposurePrevention.score < 50 ||
    IlluminationUniformity.score < 50 ||
    Math.abs(HeadPoseYaw?.value ?? 0) > 30 ||
    Math.abs(HeadPoseRoll?.value ?? 0) > 15
  );
}

const covered: Rule = components => {
  const { FaceOcclusionPrevention } = components;
  if (FaceOcclusionPrevention.score >= 88) return null;
  const share = percent(FaceOcclusionPrevention.value);
  return {
    code: 'UNCOVER_FACE',
    component: 'FaceOcclusionPrevention',
    severity: (0.4 + 0.6 * between(FaceOcclusionPrevention.score, 88, 0)) * (hasOtherCause(components) ? 0.25 : 1),
    en: `Show the whole face, nothing before it (mask, glasses, hair, hand) and none of it cut off: ${share}% looks covered, best below 20%.`,
    zh: `请露出完整面部，避免口罩、墨镜、头发、手遮挡或出框：约 ${share}% 似被遮挡，宜低于 20%。`
  };
};

export const PICTURE_RULES: readonly Rule[] = [unsharp, compressed, covered];
