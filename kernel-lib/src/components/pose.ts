import type { ComponentValue, Landmarks } from '../types';
import type { Plane } from './face-region';
import { poseFeatures, rollOf } from './pose-features';
import { PITCH, YAW } from './pose-weights';
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

/** No face that is seen at all is turned further; the map ends here. */
const LARGEST = 90;

/**
 * Head pose: roll from eyes and mouth; yaw and pitch by a linear map of the five points and of the directions of the edges in the
 * crop, learnt from FSA-Net (Yang et al., CVPR 2019) by models/training/pose.py. test/bench/pose.ts says how far they agree.
 * @param crop luminance of the aligned crop, 112×112
 */
export function headPose(landmarks: Landmarks, crop: Plane): HeadPose {
  const { odd, even } = poseFeatures(landmarks, crop);
  return {
    yaw: limit(dot(odd, YAW)),
    pitch: limit(dot(even, PITCH)),
    roll: (rollOf(landmarks) * 180) / Math.PI
  };
}

/** Whether the forehead is what lies uppermost in the picture. @param roll degrees */
export function isUpright(roll: number): boolean {
  return Math.abs(roll) <= 45;
}

/** HeadPoseYaw, HeadPosePitch, HeadPoseRoll: ISO/IEC 29794-5 and OFIQ score an angle by 100 · max(0, cos)². */
export function poseComponent(angle: number): ComponentValue {
  return component(angle, 'deg', 100 * Math.max(0, Math.cos((angle * Math.PI) / 180)) ** 2, 1);
}

function dot(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * weights[i], 0);
}

function limit(angle: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, angle));
}
