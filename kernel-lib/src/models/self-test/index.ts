export { selfTestFace } from './face';
export { separation, type Separation } from './recogniser';
export { readSampleCrops, type SampleCrop } from './samples';
