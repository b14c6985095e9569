import type { Components } from '../types';
import { between, percent, type Rule } from './advice-rule';

/**
 * Darkness is a low mean with little contrast. Dark skin in good light has as low a mean, but highlights and so a normal variance;
 * it must not be called dark.
 */
function isDark({ LuminanceMean, LuminanceVariance }: Components): boolean {
  return LuminanceMean.value < 0.14 || (LuminanceMean.value < 0.25 && LuminanceVariance.value < 0.009);
}

const dark: Rule = components => {
  if (!isDark(components)) return null;
  const mean = components.LuminanceMean.value;
  return {
    code: 'MORE_LIGHT',
    component: 'LuminanceMean',
    severity: 0.3 + 0.6 * between(mean, 0.25, 0.03),
    en: `Put more light on the face: mean luminance ${percent(mean)}%, best 30% to 70%.`,
    zh: `请增加面部光照：平均亮度 ${percent(mean)}%，宜在 30%～70%。`
  };
};

const bright: Rule = ({ OverExposurePrevention, LuminanceMean }) => {
  const share = OverExposurePrevention.value;
  if (share <= 0.03) return null;
  return {
    code: 'LESS_LIGHT',
    component: 'OverExposurePrevention',
    severity: 0.2 + 0.6 * between(share, 0.03, 0.4),
    en: `Use less light or a shorter exposure: ${percent(share)}% of the face is burnt out (mean luminance ${percent(LuminanceMean.value)}%), best below 1%.`,
    zh: `请减弱光照或缩短曝光：面部 ${percent(share)}% 过曝（平均亮度 ${percent(LuminanceMean.value)}%），宜低于 1%。`
  };
};

const uneven: Rule = ({ IlluminationUniformity }) => {
  if (IlluminationUniformity.score >= 50) return null;
  const alike = Math.round(100 * IlluminationUniformity.value);
  return {
    code: 'EVEN_LIGHT',
    component: 'IlluminationUniformity',
    severity: 0.3 + 0.4 * between(IlluminationUniformity.score, 50, 0),
    en: `Light both sides of the face evenly: left and right agree by ${alike}%, best above 30%.`,
    zh: `请让面部左右光照均匀：左右亮度一致性 ${alike}%，宜高于 30%。`
  };
};

const flat: Rule = components => {
  const { LuminanceVariance, DynamicRange, LuminanceMean } = components;
  if (LuminanceVariance.value >= 0.004 || LuminanceMean.value > 0.85 || isDark(components)) return null;
  return {
    code: 'MORE_CONTRAST',
    component: 'DynamicRange',
    severity: 0.2 + 0.5 * between(LuminanceVariance.value, 0.004, 0.0005),
    en: `Avoid haze and flat light: the face has ${DynamicRange.value.toFixed(1)} bits of contrast, best above 6.5.`,
    zh: `请避免雾化和过于平淡的光线：面部动态范围 ${DynamicRange.value.toFixed(1)} 比特，宜高于 6.5。`
  };
};

export const LIGHT_RULES: readonly Rule[] = [dark, bright, uneven, flat];
