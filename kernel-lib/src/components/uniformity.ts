import type { ComponentValue } from '../types';
import { FACE_MASK, type Plane } from './face-region';
import { component, sigmoid } from './scale';

/** Column of the 112×112 template about which a face that looks at the camera is its own mirror image. */
const MIDDLE = 56;

/** Rows compared together: a strand of hair or one dark eye then counts for an eighth at most. */
const BAND = 9;

/** Grey levels added to both sides, so that the noise of a black picture is no side light. */
const FLOOR = 6;

/**
 * IlluminationUniformity: how bright the darker side of the face is beside the brighter one, 0..1, from mirrored bands of skin.
 * The standard takes the overlap of the histograms of both cheeks to the power .3, which stays above 60 of 100 until one side
 * is nearly black; this measure and 100 · sig(x; .4, .09) are our own. Highlights on
 * dark skin part the halves more than on pale skin: .44 is seen in ordinary light.
 */
export function illuminationUniformity(crop: Plane): ComponentValue {
  const logs: number[] = [];
  for (let top = 0; top + BAND <= crop.height; top += BAND) {
    const ratio = logRatio(crop, top);
    if (ratio !== null) logs.push(ratio);
  }
  // Light from one side has one sign in all bands; what differs by chance cancels out.
  const mean = logs.reduce((sum, v) => sum + v, 0) / logs.length;
  const value = Math.exp(-Math.abs(mean));
  return component(value, '', 100 * sigmoid(value, 0.4, 0.09), 3);
}

/** log(left / right) of a band's luminance, or null where it holds no face to speak of. */
function logRatio({ data, width }: Plane, top: number): number | null {
  let [left, right, n] = [0, 0, 0];
  for (let y = top; y < top + BAND; y++)
    for (let x = 0; x < MIDDLE; x++)
      if (FACE_MASK[y * width + x]) {
        left += data[y * width + x];
        right += data[y * width + 2 * MIDDLE - x];
        n++;
      }
  return n < 60 ? null : Math.log((left / n + FLOOR) / (right / n + FLOOR));
}
