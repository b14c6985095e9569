export { DAMAGE_KINDS, DAMAGES, type DamageKind } from './damage';
export { selfTestFace } from './face';
export { separation, type Separation } from './separation';
export { readSampleCrops, type SampleCrop } from './samples';
