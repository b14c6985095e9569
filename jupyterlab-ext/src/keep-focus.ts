import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

const FOCUSABLE = 'button, input, select, textarea, a[href], summary, [tabindex="0"]';

/**
 * The keyboard is never nowhere: where what has it is taken away or disabled, it goes to the one that took its place (of the
 * same kind and name), else to the first thing near it that can have it.
 */
export function keepFocus(node: HTMLElement): IDisposable {
  let last: { element: Element; name: string; around: Element[] } | null = null;

  const onFocus = (event: FocusEvent) => {
    const element = event.target as Element;
    const around: Element[] = [];
    for (let at = element.parentElement; at && node.contains(at); at = at.parentElement) around.push(at);
    last = { element, name: nameOf(element), around };
  };
  // Whoever clicks on nothing lets go of it themselves.
  const onPointer = () => (last = null);
  const onLeave = (event: FocusEvent) => {
    if (event.relatedTarget && !node.contains(event.relatedTarget as Node)) last = null;
  };
  const look = () => {
    if (!last) return;
    const { element, name, around } = last;
    if (element.isConnected && !(element as HTMLButtonElement).disabled) return;
    const has = document.activeElement;
    // What has just been disabled keeps the keyboard until the browser draws again.
    if (has !== null && has !== document.body && has !== element) return;
    const heir =
      around
        .filter(one => one.isConnected)
        .flatMap(one => [focusable(one).find(other => like(other, element, name)), focusable(one)[0]])
        .find(Boolean) ?? null;
    heir?.focus({ preventScroll: true });
  };

  const observer = new MutationObserver(look);
  observer.observe(node, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  node.addEventListener('focusin', onFocus);
  node.addEventListener('focusout', onLeave);
  document.addEventListener('pointerdown', onPointer, true);
  return new DisposableDelegate(() => {
    observer.disconnect();
    node.removeEventListener('focusin', onFocus);
    node.removeEventListener('focusout', onLeave);
    document.removeEventListener('pointerdown', onPointer, true);
  });
}

function focusable(within: Element): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    one => !(one as HTMLButtonElement).disabled && one.getClientRects().length > 0
  );
}

function nameOf(element: Element): string {
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

function like(other: Element, element: Element, name: string): boolean {
  return other.tagName === element.tagName && nameOf(other) === name;
}
