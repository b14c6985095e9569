import type { ComponentValue, Landmarks, Point } from '../types';
import { component, sigmoid } from './scale';

/** From the eyes to the chin, in distances from the eyes to the mouth: 1.62 on average (anthropometric tables; our own stand-in). */
const CHIN = 1.62;

/**
 * InterEyeDistance in pixels of the original, corrected for a turned head (÷ cos yaw, the turn taken at 60° at most). ISO/IEC
 * 29794-5 and OFIQ: 100 · sig(d; 70, 20), for passport portraits; by it a portrait of 640 px scores 40. A face network needs 35, so here 100 · sig(d; 28, 5).
 * @param scale pixels of the landmarks' picture per original pixel
 */
export function interEyeDistance(landmarks: Landmarks, yaw: number, scale: number): ComponentValue {
  const turn = Math.cos((Math.min(60, Math.abs(yaw)) * Math.PI) / 180);
  const distance = apart(landmarks[0], landmarks[1]) / turn / scale;
  return component(distance, 'px', 100 * sigmoid(distance, 28, 5), 1);
}

/**
 * HeadSize: from the eyes to the chin as a share of the picture's height. The standard wants the 45 % of a passport portrait and
 * halves the score 5 % off (200 · (1 − sig(|x − .45|; 0, .05))), by which an ordinary portrait has no score at all. Mapping our own:
 * 100 · sig(x; .1, .03) · (1 − sig(x; .75, .06)): half where the face is a tenth of the picture or fills it.
 * @param height of the landmarks' picture in px
 */
export function headSize(landmarks: Landmarks, height: number): ComponentValue {
  const share = chinReach(landmarks) / height;
  return component(share, '', 100 * sigmoid(share, 0.1, 0.03) * (1 - sigmoid(share, 0.75, 0.06)), 3);
}

/** From between the eyes to the chin in pixels, estimated from eyes and mouth. */
export function chinReach(landmarks: Landmarks): number {
  return CHIN * apart(middle(landmarks[0], landmarks[1]), middle(landmarks[3], landmarks[4]));
}

/**
 * SingleFacePresent: number of faces seen. The standard weighs the second largest face by its area; only the number is known here,
 * so the score is 100 ÷ faces.
 */
export function singleFacePresent(faces: number): ComponentValue {
  return component(faces, 'faces', 100 / Math.max(1, faces), 0);
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
