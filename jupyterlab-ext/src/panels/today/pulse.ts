import type { ILiveNews } from '../../tokens';

/** Without news for so long, a session that was working is taken to be gone: it would have made itself heard twice. */
const REST_MS = 5000;
/** The rate is that of so long. */
const WINDOW_MS = 15_000;

export interface IPulse {
  /** False where sessions are open and none of them works. */
  working: boolean;
  /** Sessions that are working; where none is, those that are open. */
  sessions: number;
  /** Their pictures, since each was opened. */
  pictures: number;
  /** Pictures a second; null where nothing works and before it can be told. */
  rate: number | null;
  /** Stores that they record in; null for none. */
  stores: (string | null)[];
}

interface IHeard {
  state: ILiveNews['state'];
  at: number;
  store: string | null;
  beats: { pictures: number; at: number }[];
}

/** Whether sessions in open notebooks are working just now, and how fast, by what they say. */
export class Pulse {
  hear(news: ILiveNews, heardAt: number): void {
    const { session, state, at } = news;
    const before = this.sessions.get(session);
    if (before && at < before.at) return;
    // A rest is no part of a pace.
    const beats = before && before.state !== 'open' ? before.beats : [];
    beats.push({ pictures: news.pictures, at: heardAt });
    while (beats.length > 2 && beats[0].at < heardAt - WINDOW_MS) beats.shift();
    this.sessions.set(session, { state, at, store: news.store, beats });
  }

  /** Null where no session is known to be open. */
  at(now: number): IPulse | null {
    const heard = [...this.sessions.values()];
    const working = heard.filter(
      ({ state, beats }) => state !== 'open' && state !== 'closed' && now - beats.at(-1)!.at < REST_MS
    );
    const shown = working.length > 0 ? working : heard.filter(({ state }) => state === 'open');
    if (shown.length === 0) return null;
    let [pictures, rate] = [0, 0];
    for (const { beats } of shown) {
      const [first, last] = [beats[0], beats.at(-1)!];
      pictures += last.pictures;
      if (working.length > 0 && last.at > first.at)
        rate += (1000 * (last.pictures - first.pictures)) / (last.at - first.at);
    }
    return {
      working: working.length > 0,
      sessions: shown.length,
      pictures,
      rate: rate > 0 ? rate : null,
      stores: [...new Set(shown.map(({ store }) => store))]
    };
  }

  private readonly sessions = new Map<string, IHeard>();
}

export { REST_MS };
