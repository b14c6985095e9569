import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

/** Fields in which the arrow keys mean something else. */
const OWN_ARROWS = 'input:not([type="checkbox"]), select, textarea, [role="tablist"] *';

/** What the keys do in the dialog of a sample: arrows go through the list. */
export function dialogKeys(node: HTMLElement, go: (step: 1 | -1) => void): IDisposable {
  const onKey = (event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    // In a field, the dialog would take Enter for its button and close.
    if (event.key === 'Enter' && at.matches('input')) event.stopImmediatePropagation();
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : null;
    if (step === null || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (at.matches(OWN_ARROWS)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    go(step);
  };
  // Before the dialog, which would lead the keyboard from button to button.
  node.addEventListener('keydown', onKey, true);
  return new DisposableDelegate(() => node.removeEventListener('keydown', onKey, true));
}
