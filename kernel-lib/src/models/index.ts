export * from './manifest';
export { embeddedFolder, homeFolder } from './locate';
export { readManifest } from './read-manifest';
export { manifestJsonSchema } from './entry-schema';
export { findNetwork, resolveModels, type LoadedModels, type ResolvedDetector, type ResolveOptions } from './resolve';
export { filesOf, verifyNetworks, type FileState } from './verify';
export { buildMtcnn, type MtcnnWeights } from './architectures/mtcnn';
export {
  ARCHITECTURES,
  checkArchitecture,
  convertMtcnn,
  convertRts,
  type Architecture,
  type ConvertOptions
} from './convert';
export { openCheckpoint, type Checkpoint } from './checkpoint';
export { Graph, readOnnx, writeOnnx, type OnnxSummary } from './onnx';
export { pull, pullUrl, type Pulled, type PullOptions } from './pull';
export { download, hubAddress, SOURCES } from './download';
export {
  addRecogniser,
  describe as describeSeparation,
  inspectRecogniser,
  PRESETS,
  type AddOptions,
  type Inspection,
  type Preset
} from './add-recogniser';
export {
  calibrateNetwork,
  canShow,
  falseMatchesAt,
  recordOf,
  type Calibration,
  type CalibrationPair,
  type CalibrationRow
} from './calibration';
export {
  DAMAGE_KINDS,
  DAMAGES,
  type DamageKind,
  readSampleCrops,
  selfTestFace,
  separation,
  type SampleCrop
} from './self-test';
export { amendEntry, checkId, installEntry, networkFolder, writeManifestBeside } from './user-manifest';
