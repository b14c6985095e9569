/** The people that a data set names. */
import { decodeHalf, type Store } from '../store';
import { column } from '../tables';

/** One of them. */
export interface AuditIdentity {
  identity: string;
  pictures: number;
  /** Trusted ones: quality ≥ qualityTrust. */
  good: number;
  /** null where none has a quality, as the two after it. */
  meanQuality: number | null;
  bestQuality: number | null;
  /** The best picture. */
  best: string | null;
  /** Its id. */
  bestId: number | null;
  /**
   * 1 − the mean similarity of its pictures to each other (of at most two hundred of them): how different they are, or that they are
   * not one person. null where fewer than two can be compared.
   */
  spread: number | null;
}

const SPREAD_PICTURES = 200;

export const IDENTITY_COLUMNS = [
  column('identity', 'text'),
  column('pictures', 'integer'),
  column('good', 'integer'),
  column('meanQuality', 'real'),
  column('bestQuality', 'real'),
  column('best', 'text'),
  column('spread', 'real')
];

type Row = Omit<AuditIdentity, 'best' | 'bestId' | 'spread'> & { best: number | null };

/** Which people are meant. */
export interface PeopleQuery {
  run: number;
  /** A picture is good from this quality on. */
  good: number;
  /** Only people with fewer good pictures. */
  fewer?: number;
}

export function countPeople(store: Store, { run, good, fewer }: PeopleQuery): number {
  return rowsOf(store, { run, good, fewer }).length;
}

/** By name. */
export function* people(store: Store, query: PeopleQuery): Generator<AuditIdentity, void, undefined> {
  for (const { best, identity, pictures, good, meanQuality, bestQuality } of rowsOf(store, query)) {
    const scored = bestQuality !== null;
    const paths = store.rows<{ path: string | null }>('audit-paths', { ids: JSON.stringify([best]) });
    yield {
      ...{ identity, pictures, good, meanQuality, bestQuality },
      best: scored ? (paths[0]?.path ?? null) : null,
      bestId: scored ? best : null,
      spread: spreadOf(store, query.run, identity)
    };
  }
}

function rowsOf(store: Store, { run, good, fewer }: PeopleQuery): Row[] {
  return store.rows<Row>('audit-identities', { run, good, fewer });
}

/** The mean cosine of all pairs of n unit vectors is (|Σ|² − n) / (n² − n). */
function spreadOf(store: Store, run: number, identity: string): number | null {
  type Vector = { vector: Uint8Array; model: string | null };
  const rows = store.rows<Vector>('audit-vectors', { run, identity, limit: SPREAD_PICTURES });
  const vectors = rows.filter(({ model }) => model === rows[0].model).map(({ vector }) => decodeHalf(vector));
  if (vectors.length < 2) return null;
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) {
    const norm = Math.hypot(...vector);
    for (let i = 0; i < sum.length; i++) sum[i] += vector[i] / norm;
  }
  const n = vectors.length;
  const square = sum.reduce((total, value) => total + value * value, 0);
  return 1 - (square - n) / (n * n - n);
}
