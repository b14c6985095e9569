/** How far a search is, for those who show it: a terminal and a notebook are told, and find the words here. */
import { bar, duration, leftText } from '../progress-text';
import type { Store } from '../store';
import type { Language } from '../types';

/** What is looked for; `names`: wrong labels, split and merged identities together. */
export type SearchName = 'nearDuplicates' | 'names' | 'outliers' | 'duplicatesAcross';

/** Told of one search that is carried out. */
export interface SearchWatch {
  /** @param share that is done, 0..1 */
  progress: (share: number) => void;
  end: (error?: unknown) => void;
}

/** Told of each search that is begun; one whose result is known already is none. */
export type SearchWatcher = (audit: string, search: SearchName) => SearchWatch;

const watchers = new WeakMap<Store, SearchWatcher>();

/** Shows the progress of every search over the audits of a store. */
export function watchSearches(store: Store, watcher: SearchWatcher): void {
  watchers.set(store, watcher);
}

/** Carries out a search before the eyes of whoever watches. */
export async function watched<T>(
  { store, audit, search }: { store: Store; audit: string; search: SearchName },
  onProgress: ((share: number) => void) | undefined,
  carryOut: (onProgress: (share: number) => void) => Promise<T>
): Promise<T> {
  const watch = watchers.get(store)?.(audit, search);
  try {
    const found = await carryOut(share => {
      watch?.progress(share);
      onProgress?.(share);
    });
    watch?.end();
    return found;
  } catch (error) {
    watch?.end(error);
    throw error;
  }
}

const WORDS: Record<
  Language,
  Record<SearchName | 'colon', string> & Record<'done' | 'stopped', (time: string) => string>
> = {
  en: {
    colon: ': ',
    nearDuplicates: 'near duplicates',
    names: 'wrong labels',
    outliers: 'outliers',
    duplicatesAcross: 'pictures in both',
    done: time => `searched in ${time}`,
    stopped: time => `search stopped after ${time}`
  },
  zh: {
    colon: '：',
    nearDuplicates: '近似重复',
    names: '有误的身份标签',
    outliers: '离群照片',
    duplicatesAcross: '两个数据集共有的照片',
    done: time => `搜索完成，用时 ${time}`,
    stopped: time => `搜索在 ${time}后停止`
  }
};

/** One line about a search. */
export class SearchText {
  readonly #label: string;
  readonly #from: number;
  #first: { share: number; at: number } | null = null;
  #last = { share: 0, at: 0 };

  constructor(
    audit: string,
    search: SearchName,
    private readonly language: Language,
    private readonly now: () => number = () => performance.now()
  ) {
    const words = WORDS[language];
    this.#label = `${audit}${words.colon}${words[search]}`;
    this.#from = now();
  }

  /** @param share that is done, 0..1 */
  at(share: number): void {
    this.#last = { share, at: this.now() };
    // A search that is gone on with begins where it was: only what is done from there on says how fast it is.
    this.#first ??= this.#last;
  }

  /** `set: near duplicates  ██████░░░░░░░░░░░░░░░░░░ 25 %, 39 s left` */
  running(): string {
    const left = this.#left();
    return `${this.#label}  ${bar(this.#last.share)}${left === null ? '' : leftText(left, this.language)}`;
  }

  /** `set: near duplicates: searched in 39 s` */
  ended(how: 'done' | 'stopped'): string {
    const { colon, [how]: say } = WORDS[this.language];
    return `${this.#label}${colon}${say(duration((this.now() - this.#from) / 1000, this.language))}`;
  }

  /** Seconds; null while that cannot be told. */
  #left(): number | null {
    const { share, at } = this.#last;
    const gained = share - (this.#first?.share ?? 0);
    if (gained <= 0 || share >= 1) return null;
    const seconds = (at - this.#first!.at) / 1000;
    const left = ((1 - share) / gained) * seconds - (this.now() - at) / 1000;
    return left > 0 ? left : null;
  }
}
