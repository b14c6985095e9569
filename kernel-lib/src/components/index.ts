export { adviseOn, type AdviceContext } from './advice';
export { measureComponents, type Measurable } from './measure';
export { headPose, type HeadPose } from './pose';
export { ADVICE_WITHOUT_FACE } from './advice-no-face';
