import type { Components, Face, Pixels } from '../types';
import { compressionArtifacts } from './compression';
import { naturalColour } from './colour';
import { overExposurePrevention, underExposurePrevention } from './exposure';
import type { FaceDetail } from './face-detail';
import { faceHistogram, luminance } from './face-region';
import { dynamicRange, luminanceMean, luminanceVariance } from './luminance';
import { margins } from './margins';
import { faceOcclusionPrevention } from './occlusion';
import { headPose, isUpright, poseComponent } from './pose';
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
  /** What the face network says is wrong, or null where it has no such output. */
  causes: Record<string, number> | null;
  /** `image` already is a crop in the template: what depends on landmarks or on the picture around the face is unknown. */
  aligned: boolean;
  /** Pixels of `image` per original pixel. */
  originalScale: number;
  /** It in the picture's own pixels. */
  detail: FaceDetail;
}

/**
 * Why the quality is what it is: the components of ISO/IEC 29794-5 that five landmarks, the pixels and the network's causes give.
 * Light and colour are measured on the face in the aligned crop, detail on the picture's own pixels. What nothing measures is
 * absent: for aligned crops head pose, size, margins and SingleFacePresent (InterEyeDistance is the template's at the crop's
 * size), for heads turned by more than 45° in the picture the margins; without causes FaceOcclusionPrevention.
 */
export function measureComponents(given: Measurable): Components {
  const { image, face, faces, causes, aligned, originalScale } = given;
  const crop = luminance(given.crop);
  const histogram = faceHistogram(crop);
  const pose = aligned ? null : headPose(face.landmarks, crop);
  const occlusion = faceOcclusionPrevention(causes);
  const measured = {
    ...(pose && {
      HeadPoseYaw: poseComponent(pose.yaw),
      HeadPosePitch: poseComponent(pose.pitch),
      HeadPoseRoll: poseComponent(pose.roll)
    }),
    InterEyeDistance: interEyeDistance(face.landmarks, pose?.yaw ?? 0, originalScale),
    ...(!aligned && { HeadSize: headSize(face.landmarks, image.height) }),
    // Above the forehead and below the chin are other edges of the picture where the head lies on its side.
    ...(pose && isUpright(pose.roll) && margins(face.landmarks, image)),
    LuminanceMean: luminanceMean(histogram),
    LuminanceVariance: luminanceVariance(histogram),
    UnderExposurePrevention: underExposurePrevention(histogram),
    OverExposurePrevention: overExposurePrevention(crop),
    DynamicRange: dynamicRange(histogram),
    IlluminationUniformity: illuminationUniformity(crop),
    NaturalColour: naturalColour(given.crop),
    Sharpness: sharpness(given.detail),
    CompressionArtifacts: compressionArtifacts(given.detail.luma, face.box, originalScale),
    ...(!aligned && { SingleFacePresent: singleFacePresent(faces) }),
    ...(occlusion && { FaceOcclusionPrevention: occlusion })
  };
  return measured;
}
