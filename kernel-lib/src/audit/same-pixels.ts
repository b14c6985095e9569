/** Pictures that are the same pixel for pixel. */
import type { Store } from '../store';

/** Pictures with the same decoded pixels, whatever files they lie in. */
export interface DuplicateGroup {
  ids: number[];
  paths: string[];
}

/** Groups of two and more, in the order of their pixels' hash. */
export function* samePixels(store: Store, run: number): Generator<DuplicateGroup, void, undefined> {
  let group: (DuplicateGroup & { pixelHash: string }) | null = null;
  type Row = { id: number; path: string | null; pixelHash: string };
  for (const { id, path, pixelHash } of store.rows<Row>('audit-same-pixels', { run })) {
    if (group && group.pixelHash !== pixelHash) {
      yield { paths: group.paths, ids: group.ids };
      group = null;
    }
    group ??= { pixelHash, ids: [], paths: [] };
    group.ids.push(id);
    group.paths.push(path ?? '');
  }
  if (group) yield { paths: group.paths, ids: group.ids };
}
