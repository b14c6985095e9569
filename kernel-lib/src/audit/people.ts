/** The people that a data set names. */
import { decodeHalf, type Run, type Store } from '../store';
import { column } from '../tables';
import { once } from './kept';

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

/** People read at a time. */
const PAGE = 500;
/** Names kept. */
const NAMES = 50_000;

/** Which people are meant. */
export interface PeopleQuery {
  /** A picture is good from this quality on. */
  good: number;
  /** Only people with fewer good pictures. */
  fewer?: number;
}

export function countPeople(store: Store, run: Run, query: Partial<PeopleQuery> = {}): number {
  return (
    thinNames(store, run, query)?.length ??
    once(store, run, `people ${query.good} ${query.fewer}`, () => {
      const [{ people: n }] = store.rows<{ people: number }>('audit-people', { ...query, run: run.id });
      return n;
    })
  );
}

/** Names of those with fewer good pictures, by name: all must be looked through for them. null where they are too many to be kept. */
function thinNames(store: Store, run: Run, { good, fewer }: Partial<PeopleQuery>): string[] | null {
  if (fewer === undefined || run.state === 'running') return null;
  return once(store, run, `thin ${good} ${fewer}`, () => {
    const query = { good, fewer, run: run.id, limit: NAMES + 1 };
    const [{ names, people: n }] = store.rows<{ names: string; people: number }>('audit-thin', query);
    return n > NAMES ? null : (JSON.parse(names) as string[]);
  });
}

/** By name, at most so many. */
export function* people(
  store: Store,
  run: Run,
  query: PeopleQuery,
  most = Infinity
): Generator<AuditIdentity, void, undefined> {
  const thin = thinNames(store, run, query);
  let after: string | undefined;
  for (let [at, left] = [0, most]; left > 0; at += PAGE, left -= PAGE) {
    const limit = Math.min(PAGE, left);
    const names = thin && JSON.stringify(thin.slice(at, at + limit));
    const rows: Row[] = store.rows<Row>('audit-identities', { ...query, run: run.id, names, after, limit });
    const best = JSON.stringify(rows.map(row => row.best));
    type Place = { id: number; path: string | null };
    const paths = new Map(store.rows<Place>('audit-paths', { ids: best }).map(({ id, path }) => [id, path]));
    for (const row of rows) yield toIdentity(row, paths, spreadOf(store, run.id, row.identity));
    if (rows.length < limit) return;
    after = rows[rows.length - 1].identity;
  }
}

function toIdentity(
  { best, ...row }: Row,
  paths: ReadonlyMap<number, string | null>,
  spread: number | null
): AuditIdentity {
  // Without a quality none is the best.
  const bestId = row.bestQuality === null ? null : best;
  return { ...row, best: bestId === null ? null : (paths.get(bestId) ?? null), bestId, spread };
}

/** The mean cosine of all pairs of n unit vectors is (|Σ|² − n) / (n² − n). */
function spreadOf(store: Store, run: number, identity: string): number | null {
  type Vector = { vector: Uint8Array; model: string | null };
  const rows = store.rows<Vector>('audit-vectors', { run, identity, limit: SPREAD_PICTURES });
  const vectors = rows.filter(({ model }) => model === rows[0].model).map(({ vector }) => decodeHalf(vector));
  if (vectors.length < 2) return null;
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) {
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < sum.length; i++) sum[i] += vector[i] / norm;
  }
  const n = vectors.length;
  const square = sum.reduce((all, value) => all + value * value, 0);
  return 1 - (square - n) / (n * n - n);
}
