/** A search over an audit that takes a while, in one display of the cell. */
import { randomUUID } from 'node:crypto';
import { SearchText, watchSearches } from '../audit';
import type { Store } from '../store';
import type { Language } from '../types';
import { Throttle } from './throttle';
import { display, inKernel } from './tslab';

/** At most twice a second. */
const INTERVAL_MS = 500;
/** A search that is over sooner is not worth a line. */
const SOON_MS = 1000;

/** Every search over a store is shown in the cell that waits for it. */
export function showSearches(store: Store, language: Language): void {
  watchSearches(store, (audit, search) => {
    const displayId = `facegauge-search-${randomUUID()}`;
    const text = new SearchText(audit, search, language);
    const from = performance.now();
    let shown = false;
    const write = (line: string): void => {
      if (!inKernel()) return;
      display({ 'text/plain': line }, { displayId, update: shown });
      shown = true;
    };
    const throttle = new Throttle(INTERVAL_MS, () => write(text.running()));
    return {
      progress: share => {
        text.at(share);
        if (shown || performance.now() - from >= SOON_MS) throttle.request();
      },
      end: error => {
        throttle.cancel();
        if (shown) write(text.ended(error === undefined ? 'done' : 'stopped'));
      }
    };
  });
}
