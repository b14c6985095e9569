import React from 'react';

/** Before anything is painted; where nothing is ever painted, not at all. */
const useMeasuring = typeof window === 'undefined' ? React.useEffect : React.useLayoutEffect;

/** The width of an element in CSS px, followed as it changes; before it is known, `initial`. */
export function useWidth<E extends HTMLElement>(initial: number): [React.RefObject<E>, number] {
  const ref = React.useRef<E>(null);
  const [width, setWidth] = React.useState(initial);
  useMeasuring(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const look = () => {
      // An element that is hidden has no width to draw for.
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
