import { AUDIT_VERSION, type IAudit } from '../renderers/audit/data';
import { CARD_VERSION, type ICard, type IComparisonCard, type IPolicyData } from '../renderers/card/data';

/** What came of one picture. */
export interface IAssessed {
  path: string | null;
  /** Null where the library is of another version and draws other cards. */
  card: ICard | null;
  /** 512 numbers; null where there is no face. */
  embedding: number[] | null;
  error: { code: string; message: string } | null;
}

export interface ICompared {
  card: IComparisonCard | null;
  embeddings: { a: number[] | null; b: number[] | null };
  thresholds: IPolicyData;
  /** How often different people lie above a threshold; null where that is not known. */
  falseMatchRates: { similarityMatch: number | null; similarityReview: number | null };
}

export interface IAudited {
  name: string;
  run: number;
  pictures: number;
  failed: number;
  card: IAudit | null;
}

type Loose = Record<string, unknown> | null | undefined;

/** What a job's result says; fields that a library of another version leaves out become null. */
export function assessed(result: unknown): IAssessed[] {
  return (Array.isArray(result) ? (result as Loose[]) : []).map(one => ({
    path: typeof one?.path === 'string' ? one.path : null,
    card: versioned<ICard>(one?.card, CARD_VERSION),
    embedding: numbers(one?.embedding),
    error: (one?.error as IAssessed['error'] | undefined) ?? null
  }));
}

export function compared(result: unknown): ICompared {
  const one = (result ?? {}) as Record<string, unknown>;
  const side = (name: 'a' | 'b') => numbers((one[name] as Loose)?.embedding);
  return {
    card: versioned<IComparisonCard>(one.card, CARD_VERSION),
    embeddings: { a: side('a'), b: side('b') },
    thresholds: one.thresholds as IPolicyData,
    falseMatchRates: (one.falseMatchRates as ICompared['falseMatchRates'] | undefined) ?? {
      similarityMatch: null,
      similarityReview: null
    }
  };
}

export function audited(result: unknown): IAudited {
  const one = (result ?? {}) as Record<string, unknown>;
  return { ...(one as unknown as IAudited), card: versioned<IAudit>(one.card, AUDIT_VERSION) };
}

function versioned<T extends { version: number }>(card: unknown, version: number): T | null {
  return (card as T | null | undefined)?.version === version ? (card as T) : null;
}

function numbers(value: unknown): number[] | null {
  return Array.isArray(value) && value.every(one => typeof one === 'number') ? (value as number[]) : null;
}
