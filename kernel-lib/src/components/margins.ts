import type { Components, Landmarks, Point } from '../types';
import { chinReach } from './size';
import { component, sigmoid } from './scale';

type MarginName =
  | 'LeftwardCropOfTheFaceImage'
  | 'RightwardCropOfTheFaceImage'
  | 'MarginAboveOfTheFaceImage'
  | 'MarginBelowOfTheFaceImage';

/**
 * How much picture there is around the face, by ISO/IEC 29794-5 and OFIQ. To the sides: from each eye to the picture's edge in
 * inter-eye distances, 100 · sig(x; .9, .1). Above and below: from between the eyes to the edge in distances from the eyes to the
 * chin (estimated, see `chinReach`), 100 · sig(x; 1.4, .1) and 100 · sig(x; 1.8, .1) in the standard; there it is a passport
 * portrait with hair and shoulders. Here sig(x; .6, .1) and sig(x; 1.1, .1): half the
 * score where the edge reaches the forehead or the chin.
 * "Left" is the viewer's. Below 0 the eyes themselves are outside.
 */
export function margins(
  landmarks: Landmarks,
  { width, height }: { width: number; height: number }
): Pick<Components, MarginName> {
  const [left, right] = landmarks;
  const apart = Math.max(1e-6, Math.hypot(right[0] - left[0], right[1] - left[1]));
  const eyes: Point = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const chin = Math.max(1e-6, chinReach(landmarks));
  const aside = (x: number) => component(x, '', 100 * sigmoid(x, 0.9, 0.1), 2);
  return {
    LeftwardCropOfTheFaceImage: aside((left[0] + 0.5) / apart),
    RightwardCropOfTheFaceImage: aside((width - 0.5 - right[0]) / apart),
    MarginAboveOfTheFaceImage: above((eyes[1] + 0.5) / chin),
    MarginBelowOfTheFaceImage: below((height - 0.5 - eyes[1]) / chin)
  };
}

const above = (x: number) => component(x, '', 100 * sigmoid(x, 0.6, 0.1), 2);
const below = (x: number) => component(x, '', 100 * sigmoid(x, 1.1, 0.1), 2);
