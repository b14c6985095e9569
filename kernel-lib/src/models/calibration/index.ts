export { calibrateNetwork, recordOf, type Calibration } from './calibrate';
export { canShow, falseMatchesAt } from './thresholds';
export type { CalibrationPair, CalibrationRow } from './pairs';
