export { detectFaces } from './cascade';
export { chooseFace } from './choose';
export { defaultMinFace, EDGE_CONVENTION, ORIGINAL_CONVENTION } from './options';
export type { CascadeConvention, DetectionNetworks, DetectionOptions } from './options';
