import React from 'react';
import type { Locale } from '../../locale';
import type { SamplesModel } from './model';
import { Tile } from './tile';
import { moved, windowOf } from './window';
import { describeSample } from './words';

const CELL = { width: 70, height: 98 };

/** So many rows before the last one known more is asked for: a quick hand passes them while it comes. */
const AHEAD = 15;

/** Thumbnails in rows, of which only those in view exist. The keyboard's place is told by `aria-activedescendant`. */
export function SampleGrid(props: {
  locale: Locale;
  model: SamplesModel;
  open: (id: number) => void;
}): React.JSX.Element {
  const { locale, model, open } = props;
  const { items } = model;
  const ref = React.useRef<HTMLDivElement>(null);
  const [view, setView] = React.useState({ width: 280, height: 240, top: 0 });
  const [pointed, setPointed] = React.useState<number | null>(null);
  const { columns, rows, first, last } = windowOf(items.length, CELL, view);
  const at = items.findIndex(({ id }) => id === model.active);
  const nearEnd = rows - last < AHEAD;

  React.useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => {
      if (element.clientWidth > 0) {
        setView({ width: element.clientWidth, height: element.clientHeight, top: element.scrollTop });
      }
    };
    look();
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  React.useEffect(() => {
    if (nearEnd) void model.more();
  }, [nearEnd, items.length]);

  // A list that begins anew is seen from its beginning.
  const beginning = `${items[0]?.id} ${model.reading}`;
  React.useLayoutEffect(() => {
    if (!model.reading && ref.current && ref.current.scrollTop > 0) ref.current.scrollTop = 0;
  }, [beginning]);

  const onScroll = (event: React.UIEvent<HTMLDivElement>) => {
    const { scrollTop } = event.currentTarget;
    model.reading = scrollTop > 0;
    const row = Math.floor(scrollTop / CELL.height);
    setView(now => (Math.floor(now.top / CELL.height) === row ? now : { ...now, top: scrollTop }));
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    if ((event.key === 'Enter' || event.key === ' ') && at >= 0) open(items[at].id);
    else {
      const goal = moved(event.key, at, items.length, columns, Math.max(1, Math.floor(view.height / CELL.height)));
      if (goal === null) return;
      model.active = items[goal].id;
      bring(event.currentTarget, Math.floor(goal / columns));
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = items.slice(first * columns, last * columns);
  const told = items.find(({ id }) => id === (pointed ?? model.active)) ?? null;
  return (
    <>
      <div
        ref={ref}
        className={model.stale ? 'fg-Grid fg-mod-stale' : 'fg-Grid'}
        role="listbox"
        tabIndex={0}
        aria-label={locale.text.samples}
        aria-activedescendant={at >= 0 ? `fg-sample-${items[at].id}` : undefined}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (at < 0 && items.length > 0) model.active = items[0].id;
        }}
        onPointerLeave={() => setPointed(null)}
      >
        <div className="fg-Grid-all" style={{ height: rows * CELL.height }}>
          <div
            className="fg-Grid-window"
            style={{ top: first * CELL.height, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {shown.map((item, i) => (
              <Tile
                key={item.id}
                item={item}
                locale={locale}
                thumbnails={model.thumbnails}
                active={item.id === model.active}
                place={model.offset + first * columns + i + 1}
                total={model.total}
                onPoint={setPointed}
                onOpen={id => {
                  model.active = id;
                  open(id);
                }}
              />
            ))}
          </div>
        </div>
      </div>
      <p className="fg-Grid-told" aria-hidden="true">
        {told ? describeSample(told, locale) : model.loading ? locale.text.loadingMore : '\u00a0'}
      </p>
    </>
  );
}

function bring(element: HTMLElement, row: number): void {
  const [top, bottom] = [row * CELL.height, (row + 1) * CELL.height];
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
}
