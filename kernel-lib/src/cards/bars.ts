import type { ComponentName, Components, ComponentValue } from '../types';
import { drawText, elide, EMPTY, INK, measurement, MUTED, scoreColour } from '../drawing';
import type { Words } from './words';

const ROW = 20;
const ORDER: ComponentName[] = [
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
  'InterEyeDistance',
  'HeadSize',
  'LeftwardCropOfTheFaceImage',
  'RightwardCropOfTheFaceImage',
  'MarginAboveOfTheFaceImage',
  'MarginBelowOfTheFaceImage',
  'SingleFacePresent',
  'FaceOcclusionPrevention',
  'Sharpness',
  'LuminanceMean',
  'LuminanceVariance',
  'DynamicRange',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'IlluminationUniformity',
  'NaturalColour',
  'CompressionArtifacts'
];

/** Says how the picture is framed as a portrait and takes nothing from a comparison: shown, but never as a warning. */
const INFORMS_ONLY: ReadonlySet<ComponentName> = new Set(['HeadSize']);

/** The components in two columns, geometry and face left, light and picture right: name, measurement, bar, score. */
export function drawBars(components: Components, words: Words, x: number, y: number, width: number) {
  const shown = ORDER.flatMap(name => {
    const component = components[name];
    return component ? [{ name, component }] : [];
  });
  const rows = Math.ceil(shown.length / 2);
  const column = (width - 28) / 2;
  let svg = '';
  shown.forEach(({ name, component }, i) => {
    const left = x + (i < rows ? 0 : column + 28);
    svg += row(name, component, words, left, y + (i % rows) * ROW, column);
  });
  return { svg, height: rows * ROW };
}

function row(
  name: ComponentName,
  component: ComponentValue,
  words: Words,
  x: number,
  y: number,
  width: number
): string {
  const { score } = component;
  const low = score < 40 && !INFORMS_ONLY.has(name);
  const colour = INFORMS_ONLY.has(name) ? MUTED : scoreColour(score);
  const bar = { x: x + 208, width: width - 208 - 30 };
  const weight = low ? ('bold' as const) : ('regular' as const);
  const value = { size: 10.5, fill: MUTED, anchor: 'end' as const };
  return (
    drawText(words.component[name], x, y + 12, { size: 11, weight }) +
    drawText(elide(measurement(component, words.language), 62, value), x + 200, y + 12, value) +
    `<rect x="${bar.x}" y="${y + 4}" width="${bar.width}" height="8" rx="2" fill="${EMPTY}"/>` +
    `<rect x="${bar.x}" y="${y + 4}" width="${Math.max(1.5, (bar.width * score) / 100)}" height="8" rx="2" fill="${colour}"/>` +
    drawText(String(Math.round(score)), x + width, y + 12, { size: 11, weight, fill: INK, anchor: 'end' })
  );
}
