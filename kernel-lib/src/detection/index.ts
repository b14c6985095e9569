export { detectFaces } from './detect';
export type { Detector } from './detect';
export { rankFaces } from './choose';
export { defaultMinFace } from './min-face';
export { findByCascade } from './cascade/cascade';
export { EDGE_CONVENTION, ORIGINAL_CONVENTION } from './cascade/options';
export type { CascadeConvention, CascadeNetworks, CascadeOptions } from './cascade/options';
export { findInOnePass } from './one-pass/find';
export type { OnePassOptions } from './one-pass/options';
