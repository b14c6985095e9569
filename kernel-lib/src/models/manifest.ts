/**
 * What a `manifest.json` says about networks; the contracts in it are those of the rooms that compute.
 * Everything here is plain data: it survives JSON and structured cloning, so it can be sent to another process.
 */

import type { CalibrationKnots, ChannelOrder, FaceContract, RecogniserContract, Rgb } from '../recognition';

export type { CalibrationKnots, ChannelOrder, FaceContract, RecogniserContract, Rgb };

/** Similarity thresholds of one network and the false match rates they were measured at. */
export interface Thresholds {
  similarityMatch: number;
  similarityReview: number;
  /** null: taken over from a publication, not measured here; a rate is null where too few false matches were counted to show it. */
  fmr: { similarityMatch: number | null; similarityReview: number | null } | null;
  /** [FMR, similarity], falling FMR. */
  at: [fmr: number, similarity: number][];
}

/** Where a calibration made by a user comes from. */
export interface CalibrationRecord {
  /** ISO date. */
  date: string;
  /** Sizes of the data the fit was made on. */
  pictures: number;
  identities: number;
  matedPairs: number;
  nonMatedPairs: number;
  /** SHA-256 of the network the fit was made for: a replaced network does not inherit it. */
  sha256: string;
}

/** Outcome of the self-test of a converted network. */
export interface SelfTestRecord {
  date: string;
  passed: boolean;
  /** null where passed. */
  reason: string | null;
  /** Mean log quality of the clean faces and of each kind of damage at rising severity. */
  scores?: Record<string, number[]>;
}

interface EntryBase {
  /** Name shown to people. */
  title: string;
  licence: string;
  /** Markdown file beside the manifest, or null. */
  card: string | null;
  /** Where the network was taken from, for installed ones. */
  source?: string;
}

/** One ONNX file. After reading, `file` is absolute. */
export interface NetworkFile {
  file: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface FaceEntry extends EntryBase, NetworkFile {
  role: 'face';
  input: { name: string; order: ChannelOrder; mean: Rgb; std: Rgb };
  /** Output name → shape, 'N' for the batch. */
  outputs: Record<string, (string | number)[]>;
  embeddingSize: number;
  bias: number;
  calibration: CalibrationKnots | null;
  thresholds: Thresholds | null;
  /** Names of the columns of its output `causes`; null where it gives none. */
  causes: string[] | null;
  /** Half-range of the contribution map's colours; see FaceContract. */
  mapScale?: number;
  calibrated?: CalibrationRecord;
  selfTest?: SelfTestRecord;
}

/** Names of the cascade's stages, first to last. */
export const STAGES = ['pnet', 'rnet', 'onet'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * How the weights reckon coordinates: on pixel edges, as the networks that come with facegauge, or in whole pixels as the original
 * MTCNN code (see CascadeConvention in the detection room).
 */
export type Convention = 'edge' | 'original';

/** The three networks of an MTCNN. */
export interface CascadeEntry extends EntryBase {
  role: 'detector';
  architecture: 'cascade';
  convention: Convention;
  stages: Record<Stage, NetworkFile>;
}

/** One network that gives the faces of a whole picture: see the detection room for its outputs. */
export interface OnePassEntry extends EntryBase, NetworkFile {
  role: 'detector';
  architecture: 'one-pass';
  /** A second network that places the landmarks of each face found. */
  landmarks?: NetworkFile;
}

export type DetectorEntry = CascadeEntry | OnePassEntry;

/** Holds for the face network with that SHA-256: another one's log quality is on another scale. */
export interface FaceCalibration {
  sha256: string;
  knots: CalibrationKnots;
}

export interface RecogniserEntry extends EntryBase, NetworkFile {
  role: 'recogniser';
  contract: RecogniserContract;
  thresholds: Thresholds | null;
  /** Meaning of a face network's log quality for comparisons by this recogniser, by face network id. */
  calibration: Record<string, FaceCalibration>;
  calibrated?: CalibrationRecord;
}

export type NetworkEntry = FaceEntry | DetectorEntry | RecogniserEntry;
export type Role = NetworkEntry['role'];

/** Names of the networks used when none is asked for. */
export interface Defaults {
  face: string;
  detector: string;
}

/** A manifest after reading, checking and merging. */
export interface Manifest {
  version: 1;
  defaults: Defaults;
  networks: Record<string, NetworkEntry>;
}

/** Version of the format written and the newest one read. */
export const MANIFEST_VERSION = 1;
