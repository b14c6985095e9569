import type { IComponent } from '../../contract';
import type { IPictureData } from '../picture';

export const CARD_MIME = 'application/vnd.facegauge.card+json';
export const CARD_VERSION = 1;

interface ISaid {
  code: string;
  en: string;
  zh: string;
}

export interface IPolicyData {
  similarityMatch: number;
  similarityReview: number;
  qualityTrust: number;
  qualityReject: number;
  autoRejectBelow: number | null;
  origin: Record<string, string>;
}

interface ICardBase {
  version: number;
  path: string | null;
  width: number | null;
  height: number | null;
}

/** As `kernel-lib/src/cards/data.ts` has it, pictures encoded in base64. */
export interface IFaceCard extends ICardBase {
  kind: 'face';
  box: { x: number; y: number; width: number; height: number };
  landmarks: [number, number][];
  faces: number;
  aligned: boolean;
  original?: IPictureData;
  crop: IPictureData;
  quality: number | null;
  logQuality: number;
  qualityMap: number[][];
  qualityBias: number;
  mapScale: number;
  components: Record<string, IComponent>;
  assessment: string;
  findings?: (ISaid & { severity: 1 | 2 | 3 })[];
  advice: ISaid[];
  warnings: { code: string; message: string }[];
  policy: IPolicyData;
  model: string;
  device: string;
  elapsedMs: number;
}

export interface INotAcquiredCard extends ICardBase {
  kind: 'not-acquired';
  picture: IPictureData | null;
  findings?: (ISaid & { severity: 1 | 2 | 3 })[];
  advice: ISaid[];
  warnings: { code: string; message: string }[];
  model: string;
  device: string;
  elapsedMs: number;
}

export interface IFailedCard extends ICardBase {
  kind: 'failed';
  error: { code: string; message: string };
}

export interface IComparisonCard {
  version: number;
  kind: 'comparison';
  a: Omit<IFaceCard, 'version'>;
  b: Omit<IFaceCard, 'version'>;
  similarity: number;
  verdict: 'match' | 'no-match' | 'review' | 'recapture' | 'unreliable';
  reliable: boolean;
  recapture: 'a' | 'b' | null;
  meaning: { en: string; zh: string } | null;
  advice: ISaid[];
  warnings: { code: string; message: string }[];
  policy: IPolicyData;
}

export type ICard = IFaceCard | INotAcquiredCard | IFailedCard | IComparisonCard;
