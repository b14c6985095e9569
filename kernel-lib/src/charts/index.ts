export { qualityHistogram, type WithQuality } from './quality-histogram';
