import type { ComponentValue, Landmarks, Point } from '../types';
import { component } from './scale';

/** Angles in degrees as the viewer sees the picture. */
export interface HeadPose {
  /** Above 0: the face looks towards the right edge of the picture. */
  yaw: number;
  /** Above 0: it looks up. */
  pitch: number;
  /** Above 0: the head is turned clockwise in the picture. */
  roll: number;
}

/** How far the tip of the nose lies before the plane of eyes and mouth, in inter-eye distances; fitted, see test/bench/pose.ts. */
const NOSE_DEPTH = 0.47;

/** Height of that plane from eyes to mouth, in inter-eye distances. */
const EYES_TO_MOUTH = 1.04;

/** Where the nose of a level head lies between eyes (0) and mouth (1). */
const LEVEL_NOSE = 0.586;

/** The mouth is further from the nose than it should be for angles beyond this; the formulas end here. */
const LARGEST = 75;

/**
 * Head pose from five points under weak perspective: eyes and mouth corners span a plane, the nose stands NOSE_DEPTH before it.
 * Turning moves the nose sideways by depth · tan(yaw) in units of the (foreshortened) inter-eye distance, nodding moves it along
 * the line from eyes to mouth likewise. Against FSA-Net (test/bench/pose.ts; 720 photos of celebrities, 40 portraits): yaw
 * correlates at .95 (spread 5° and 3°), roll at .94 and .91, pitch only at .46 and .56 (7° and 4°), since noses differ in length:
 * it tells looking up from looking down, no more.
 */
export function headPose(landmarks: Landmarks): HeadPose {
  const [leftEye, rightEye, , leftMouth, rightMouth] = landmarks;
  const roll = Math.atan2(
    rightEye[1] - leftEye[1] + rightMouth[1] - leftMouth[1],
    rightEye[0] - leftEye[0] + rightMouth[0] - leftMouth[0]
  );
  const [left, right, nose, mouthLeft, mouthRight] = landmarks.map(point => turnBack(point, roll));
  const eyes = middle(left, right);
  const mouth = middle(mouthLeft, mouthRight);
  const width = right[0] - left[0];
  const height = mouth[1] - eyes[1];
  if (!(width > 0 && height > 0)) return { yaw: 0, pitch: 0, roll: degrees(roll) };
  const along = (nose[1] - eyes[1]) / height;
  const aside = (nose[0] - eyes[0] - along * (mouth[0] - eyes[0])) / width;
  return {
    yaw: limit(degrees(Math.atan(aside / NOSE_DEPTH))),
    pitch: limit(degrees(Math.atan(((LEVEL_NOSE - along) * EYES_TO_MOUTH) / NOSE_DEPTH))),
    roll: degrees(roll)
  };
}

/** HeadPoseYaw, HeadPosePitch, HeadPoseRoll: ISO/IEC 29794-5 and OFIQ score an angle by 100 · max(0, cos)². */
export function poseComponent(angle: number): ComponentValue {
  return component(angle, 'deg', 100 * Math.max(0, Math.cos((angle * Math.PI) / 180)) ** 2, 1);
}

function turnBack([x, y]: Point, angle: number): Point {
  return [Math.cos(angle) * x + Math.sin(angle) * y, Math.cos(angle) * y - Math.sin(angle) * x];
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function limit(angle: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, angle));
}
