export {
  CROP_SIZE,
  MAP_SIZE,
  type CalibrationKnots,
  type ChannelOrder,
  type FaceContract,
  type Layout,
  type RecogniserContract,
  type Rgb
} from './contract';
export { makeBlob, type BlobFormat } from './blob';
export { calibrate, calibratedAt, checkKnots } from './calibration';
export { withoutDoubt } from './doubt';
export { checkFaceNetwork, MAP_TOLERANCE } from './check';
export { mapScale } from './map-scale';
export { occlusionMap, OCCLUSION_SIZE, type OcclusionOptions } from './occlusion';
export { recognise } from './recognise';
export { embed } from './embed';
export { disturbedCrops, DISTURBANCE, MAX_COPIES, recogniseWithCopies, summarise, type CopiesOptions } from './copies';
