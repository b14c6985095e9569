import type { ComponentValue, Landmarks, Point } from '../types';
import { component, sigmoid } from './scale';

/** From the eyes to the chin, in distances from the eyes to the mouth: 1.62 on average (anthropometric tables; our own stand-in). */
const CHIN = 1.62;

/**
 * InterEyeDistance in pixels of the original, corrected for a turned head (÷ cos yaw, the turn taken at 60° at most). ISO/IEC
 * 29794-5 and OFIQ: 100 · sig(d; 70, 20). The standard thinks of passport portraits; a face network needs about 35.
 * @param scale pixels of the landmarks' picture per original pixel
 */
export function interEyeDistance(landmarks: Landmarks, yaw: number, scale: number): ComponentValue {
  const turn = Math.cos((Math.min(60, Math.abs(yaw)) * Math.PI) / 180);
  const distance = apart(landmarks[0], landmarks[1]) / turn / scale;
  return component(distance, 'px', 100 * sigmoid(distance, 70, 20), 1);
}

/**
 * HeadSize: from the eyes to the chin as a share of the picture's height; 45 % is best. ISO/IEC 29794-5 and OFIQ:
 * 200 · (1 − sig(|x − .45|; 0, .05)). The chin is estimated from eyes and mouth. A low score says that the picture is no
 * portrait; for recognition only InterEyeDistance matters.
 * @param height of the landmarks' picture in px
 */
export function headSize(landmarks: Landmarks, height: number): ComponentValue {
  const eyes = middle(landmarks[0], landmarks[1]);
  const mouth = middle(landmarks[3], landmarks[4]);
  const share = (CHIN * apart(eyes, mouth)) / height;
  return component(share, '', 200 * (1 - sigmoid(Math.abs(share - 0.45), 0, 0.05)), 3);
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
