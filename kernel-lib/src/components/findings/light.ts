import type { Components } from '../../types';
import { between, seen } from './evidence';
import { found, percent, severityOf, type Rule } from './rule';

/**
 * How dark the face is, 0..1. Dark skin in good light has a low mean as well, but highlights and so a normal variance: darkness is a low mean
 * with little contrast, or hardly any light at all.
 */
function darkness({ LuminanceMean, LuminanceVariance }: Components): number {
  const [mean, deviation] = [LuminanceMean.value, Math.sqrt(Math.max(0, LuminanceVariance.value))];
  return between(mean + 1.2 * deviation, 0.37, 0.08);
}

const dark: Rule = evidence => {
  const measured = darkness(evidence.components);
  const p = seen(evidence, 'dark') ?? 1;
  if (measured < 0.2 || p < 0.3) return null;
  const { value } = evidence.components.LuminanceMean;
  const severity = severityOf(measured);
  return found('dark', severity, Math.min(1, 0.5 + measured) * Math.max(p, 0.5), 'LuminanceMean', [
    {
      en: `The face is rather dark: mean luminance ${percent(value)}%.`,
      zh: `面部偏暗：平均亮度 ${percent(value)}%。`
    },
    { en: `The face is dark: mean luminance ${percent(value)}%.`, zh: `面部很暗：平均亮度 ${percent(value)}%。` },
    {
      en: `The face is nearly black: mean luminance ${percent(value)}%.`,
      zh: `面部几乎全黑：平均亮度 ${percent(value)}%。`
    }
  ]);
};

const overexposed: Rule = evidence => {
  const { OverExposurePrevention, LuminanceMean } = evidence.components;
  const share = OverExposurePrevention.value;
  const p = seen(evidence, 'overexposed');
  const measured = Math.max(between(share, 0.02, 0.4), 0.6 * between(LuminanceMean.value, 0.85, 0.97));
  // A white mask in the light and what is white behind a turned face are counted too: of a masked face the network must see it.
  const least = (seen(evidence, 'mask') ?? 0) > 0.5 ? 0.4 : 0.1;
  if (measured <= 0 || (p !== null && p < least)) return null;
  return found(
    'overexposed',
    severityOf(measured + 0.1),
    Math.max(0.5 + measured / 2, p ?? 0),
    'OverExposurePrevention',
    [
      {
        en: `Parts of the face are too bright: ${percent(share)}% burnt out.`,
        zh: `面部局部过亮：约 ${percent(share)}% 过曝。`
      },
      {
        en: `The face is overexposed: ${percent(share)}% burnt out.`,
        zh: `面部过曝：约 ${percent(share)}% 失去细节。`
      },
      {
        en: `The face is burnt out: ${percent(share)}% of it has no detail left.`,
        zh: `面部严重过曝：约 ${percent(share)}% 已无细节。`
      }
    ]
  );
};

/** A face much darker than what is behind it. */
const backlight: Rule = evidence => {
  const { components, surroundings } = evidence;
  const p = seen(evidence, 'backlight');
  const face = components.LuminanceMean.value;
  const contrast = surroundings === null ? 0 : between(Math.log((surroundings + 0.02) / (face + 0.02)), 0.9, 2.2);
  // Dark skin before a white wall is no backlight: its highlights are bright, and the network sees nothing of the kind. Of 119 faces
  // of LFW lit from behind it saw less than this in nine of the 24 lit most mildly and in one other.
  if (p !== null && p < 0.02) return null;
  const measured = surroundings !== null && surroundings > 0.5 && darkness(components) > 0 ? contrast : 0;
  const strength = Math.max(measured, Math.sqrt((p ?? 0) * Math.max(contrast, 0.2 * (p ?? 0))));
  if (measured < 0.05 && strength < 0.45) return null;
  return found(
    'backlight',
    severityOf(strength),
    Math.max(p ?? 0, measured > 0 ? 0.5 + measured / 2 : 0),
    'LuminanceMean',
    [
      { en: 'The light comes from behind: the face is darker than the background.', zh: '逆光：面部比背景暗。' },
      {
        en: 'The light comes from behind: the face is much darker than the background.',
        zh: '逆光明显：面部远比背景暗。'
      },
      {
        en: 'The light comes from behind: of the face little more than the outline is left.',
        zh: '严重逆光：面部几乎只剩轮廓。'
      }
    ]
  );
};

const sideLight: Rule = evidence => {
  const { IlluminationUniformity } = evidence.components;
  const p = seen(evidence, 'side-light');
  const ratio = IlluminationUniformity.value;
  // By measurement alone only what no skin and no beard does; together with the network what both see.
  const measured = Math.max(between(ratio, 0.38, 0.08), p !== null && p > 0.35 ? between(ratio, 0.7, 0.2) : 0);
  if (measured <= 0) return null;
  return found(
    'side-light',
    severityOf(measured + 0.1),
    Math.max(p ?? 0, 0.5 + measured / 2),
    'IlluminationUniformity',
    [
      {
        en: `The light comes from one side: the darker half has ${percent(ratio)}% of the other's brightness.`,
        zh: `光线来自一侧：较暗半边的亮度约为另一半的 ${percent(ratio)}%。`
      },
      {
        en: `One half of the face lies in shadow: it has ${percent(ratio)}% of the other's brightness.`,
        zh: `半边脸处于阴影中：亮度约为另一半的 ${percent(ratio)}%。`
      },
      {
        en: `One half of the face is black with shadow: it has ${percent(ratio)}% of the other's brightness.`,
        zh: `半边脸几乎全黑：亮度约为另一半的 ${percent(ratio)}%。`
      }
    ]
  );
};

const lowContrast: Rule = evidence => {
  const { LuminanceVariance, LuminanceMean } = evidence.components;
  const p = seen(evidence, 'low-contrast');
  const deviation = Math.sqrt(Math.max(0, LuminanceVariance.value));
  const measured = between(deviation, 0.065, 0.02);
  if (measured <= 0 || LuminanceMean.value > 0.88 || darkness(evidence.components) > 0.2 || (p !== null && p < 0.4))
    return null;
  return found('low-contrast', severityOf(measured), Math.max(p ?? 0, 0.5 + measured / 2), 'LuminanceVariance', [
    { en: 'The face has little contrast, as in haze or flat light.', zh: '面部对比度偏低，像隔着一层雾。' },
    {
      en: 'The face has hardly any contrast, as in haze or behind a dirty lens.',
      zh: '面部对比度很低，像有雾气或镜头脏污。'
    },
    { en: 'The face is almost one even grey.', zh: '面部几乎是一片均匀的灰色。' }
  ]);
};

export const LIGHT_RULES: readonly Rule[] = [dark, overexposed, backlight, sideLight, lowContrast];
