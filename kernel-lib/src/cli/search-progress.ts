/** How far the searches of an audit are: a bar on standard error where that is a terminal. */
import { SearchText, watchSearches } from '../audit';
import type { Store } from '../store';
import { TerminalBar } from '../terminal-bar';
import type { Language } from '../types';
import { setFoot } from './streams';

/** From now on every search over a store shows its bar, and takes it away at its end. */
export function showSearches(store: Store, language: Language, stream: NodeJS.WriteStream = process.stderr): void {
  watchSearches(store, (audit, search) => {
    const text = new SearchText(audit, search, language);
    const bar = new TerminalBar(() => text.running(), { stream, keep: false });
    setFoot(bar);
    bar.start();
    return {
      progress: share => text.at(share),
      end: () => {
        bar.end();
        setFoot(null);
      }
    };
  });
}
