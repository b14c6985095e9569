/** Which part of a grid can be seen: all lengths in CSS px. */
export interface IWindow {
  columns: number;
  /** Of the whole grid. */
  rows: number;
  /** Rows to draw, [first, last). */
  first: number;
  last: number;
}

/** Rows drawn beyond the edges, so that a quick hand sees no gaps. */
const SPARE = 3;

export function windowOf(
  count: number,
  cell: { width: number; height: number },
  view: { width: number; height: number; top: number }
): IWindow {
  const columns = Math.max(1, Math.floor(view.width / cell.width));
  const rows = Math.ceil(count / columns);
  const first = Math.max(0, Math.min(rows - 1, Math.floor(view.top / cell.height)) - SPARE);
  const last = Math.min(rows, Math.ceil((view.top + view.height) / cell.height) + SPARE);
  return { columns, rows, first, last: Math.max(first, last) };
}

/**
 * Where a key takes the one that is active.
 * @returns null where the key means nothing here
 */
export function moved(key: string, at: number, count: number, columns: number, rowsInView: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rowsInView,
    PageDown: columns * rowsInView,
    Home: -count,
    End: count
  };
  if (!(key in steps) || count === 0) return null;
  if (at < 0) return 0;
  const goal = at + steps[key];
  // A step up or down that leaves the grid stays where it is; a jump goes to the end.
  if (key.startsWith('Arrow') && (goal < 0 || goal >= count)) return at;
  return Math.min(count - 1, Math.max(0, goal));
}
