export { qualityHistogram, type QualityPolicy, type WithQuality } from './quality-histogram';
