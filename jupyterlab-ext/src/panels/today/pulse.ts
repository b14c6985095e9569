import type { ILiveNews } from '../../tokens';

/** Without news for so long, a session is taken to rest. */
const REST_MS = 4000;
/** The rate is that of so long. */
const WINDOW_MS = 15_000;

export interface IPulse {
  /** Pictures of the sessions that are working, since each was opened. */
  pictures: number;
  /** Pictures a second; null before it can be told. */
  rate: number | null;
}

/** Whether sessions in open notebooks are working just now, and how fast, by what they say. */
export class Pulse {
  hear(news: ILiveNews, heardAt: number): void {
    const beats = this.beats.get(news.session) ?? [];
    beats.push({ pictures: news.pictures, at: heardAt });
    while (beats.length > 2 && beats[0].at < heardAt - WINDOW_MS) beats.shift();
    this.beats.set(news.session, beats);
  }

  /** Null where none works. */
  at(now: number): IPulse | null {
    const working = [...this.beats.values()].filter(beats => now - beats.at(-1)!.at < REST_MS);
    if (working.length === 0) return null;
    let [pictures, rate] = [0, 0];
    for (const beats of working) {
      const [first, last] = [beats[0], beats.at(-1)!];
      pictures += last.pictures;
      if (last.at > first.at) rate += (1000 * (last.pictures - first.pictures)) / (last.at - first.at);
    }
    return { pictures, rate: rate > 0 ? rate : null };
  }

  private readonly beats = new Map<string, { pictures: number; at: number }[]>();
}

export { REST_MS };
