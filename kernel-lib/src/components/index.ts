export { adviseOn, adviseWithoutFace, type AdviceContext } from './advice';
export { faultsWithoutFace, findFaults, FINDING_CODES, gather, type Evidence, type FindingCode } from './findings';
export { faceDetail } from './face-detail';
export { luminance } from './face-region';
export { Luma } from './luma';
export { measureComponents, type Measurable } from './measure';
export { headPose, type HeadPose } from './pose';
