import { Store } from '../../kernel-lib/src/store';

/** Pictures that a store holds which another process writes; 0 while there is none to be read. */
export function recorded(file: string): number {
  try {
    const store = Store.open(file, { readOnly: true });
    const { pictures } = store.summary(0, Number.MAX_SAFE_INTEGER);
    void store.close();
    return pictures;
  } catch {
    return 0;
  }
}
