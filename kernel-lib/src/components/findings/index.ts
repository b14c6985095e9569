export { gather, type Evidence } from './evidence';
export { findFaults } from './find';
export { faultsWithoutFace } from './no-face';
export { FINDING_CODES, type FindingCode } from './rule';
