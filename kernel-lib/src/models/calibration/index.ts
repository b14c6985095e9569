export { calibrateNetwork, recordOf, type Calibration } from './calibrate';
export type { CalibrationPair, CalibrationRow } from './pairs';
