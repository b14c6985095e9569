export { selfTestFace } from './face';
export { separation, type Separation } from './separation';
export { readSampleCrops, type SampleCrop } from './samples';
