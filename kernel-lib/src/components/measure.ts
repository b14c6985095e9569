import type { Components, Face, Pixels } from '../types';
import { compressionArtifacts } from './compression';
import { detailRegion } from './detail-region';
import { overExposurePrevention, underExposurePrevention } from './exposure';
import { faceHistogram, luminance } from './face-region';
import { dynamicRange, luminanceMean, luminanceVariance } from './luminance';
import { faceOcclusionPrevention } from './occlusion';
import { headPose, poseComponent } from './pose';
import { sharpness } from './sharpness';
import { headSize, interEyeDistance, singleFacePresent } from './size';
import { illuminationUniformity } from './uniformity';

export interface Measurable {
  /** The decoded picture. */
  image: Pixels;
  /** The face meant, in px of `image`. */
  face: Face;
  /** It in the ArcFace template, 112×112. */
  crop: Pixels;
  /** Faces seen. */
  faces: number;
  /** Contribution map of the crop, 7×7. */
  qualityMap: number[][];
  /** `image` already is a crop in the template: what depends on landmarks or on the picture around the face is unknown. */
  aligned: boolean;
  /** Pixels of `image` per original pixel. */
  originalScale: number;
  /** Half-range of the model's colour scale; see `mapScale` in recognition. */
  mapScale: number;
}

/**
 * Why the quality is what it is: the components of ISO/IEC 29794-5 that five landmarks, the pixels and the contribution map give.
 * Light is measured on the face in the aligned crop, detail on the picture's own pixels. For aligned crops HeadPoseYaw,
 * HeadPosePitch, HeadPoseRoll, HeadSize and SingleFacePresent are absent, because nothing measures them there; InterEyeDistance
 * is the template's at the crop's size.
 */
export function measureComponents(given: Measurable): Components {
  const { image, face, faces, qualityMap, aligned, originalScale } = given;
  const crop = luminance(given.crop);
  const histogram = faceHistogram(crop);
  const pose = aligned ? { yaw: 0, pitch: 0, roll: 0 } : headPose(face.landmarks);
  const measured: Components = {
    HeadPoseYaw: poseComponent(pose.yaw),
    HeadPosePitch: poseComponent(pose.pitch),
    HeadPoseRoll: poseComponent(pose.roll),
    InterEyeDistance: interEyeDistance(face.landmarks, pose.yaw, originalScale),
    HeadSize: headSize(face.landmarks, image.height),
    LuminanceMean: luminanceMean(histogram),
    LuminanceVariance: luminanceVariance(histogram),
    UnderExposurePrevention: underExposurePrevention(histogram),
    OverExposurePrevention: overExposurePrevention(histogram),
    DynamicRange: dynamicRange(histogram),
    IlluminationUniformity: illuminationUniformity(crop),
    Sharpness: sharpness(detailRegion(image, face.landmarks)),
    CompressionArtifacts: compressionArtifacts(image, face.box, originalScale),
    SingleFacePresent: singleFacePresent(faces),
    FaceOcclusionPrevention: faceOcclusionPrevention(qualityMap, given.mapScale)
  };
  return aligned ? withoutUnknown(measured) : measured;
}

function withoutUnknown(measured: Components): Components {
  const { HeadPoseYaw, HeadPosePitch, HeadPoseRoll, HeadSize, SingleFacePresent, ...known } = measured;
  void [HeadPoseYaw, HeadPosePitch, HeadPoseRoll, HeadSize, SingleFacePresent];
  return known as Components;
}
