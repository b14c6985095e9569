/** Pictures that are the same pixel for pixel. */
import type { Run, Store } from '../store';
import { column } from '../tables';
import { once } from './kept';

/** Pictures with the same decoded pixels, whatever files they lie in. */
export interface DuplicateGroup {
  ids: number[];
  paths: string[];
}

export const DUPLICATE_COLUMNS = [column('paths', 'texts'), column('ids', 'json')];

/** Groups read at a time. */
const PAGE = 500;

/** Groups of two and more, in the order of their pixels' hash. */
export function* samePixels(store: Store, run: number, most = Infinity): Generator<DuplicateGroup, void, undefined> {
  type Row = { id: number; path: string | null; pixelHash: string };
  let after: string | undefined;
  for (let left = most; left > 0; left -= PAGE) {
    const limit = Math.min(PAGE, left);
    const rows: Row[] = store.rows<Row>('audit-same-pixels', { run, after, limit });
    const groups = new Map<string, DuplicateGroup>();
    for (const { id, path, pixelHash } of rows) {
      const group = groups.get(pixelHash) ?? { paths: [], ids: [] };
      groups.set(pixelHash, group);
      group.ids.push(id);
      group.paths.push(path ?? '');
    }
    yield* groups.values();
    if (groups.size < limit) return;
    after = rows[rows.length - 1].pixelHash;
  }
}

/** How many groups there are, and how many pictures in them. */
export function countSamePixels(store: Store, run: Run): { groups: number; pictures: number } {
  return once(store, run, 'same pixels', () => {
    const [{ groups, pictures }] = store.rows<{ groups: number; pictures: number }>('audit-same-pixels-count', {
      run: run.id
    });
    return { groups, pictures };
  });
}
