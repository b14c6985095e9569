/** What doctor says of one thing: that it is well, or what is wrong and what to do. */
import type { Home } from '../home';

export type Health = 'ok' | 'warning' | 'fault';

export interface CheckResult {
  /** Stable, for programs: `store`, `models` … */
  check: string;
  health: Health;
  /** One sentence. */
  found: string;
  /** What to do; null where nothing is to be done. */
  action: string | null;
}

export interface CheckContext {
  /** The store's file. */
  store: string;
  home: Home;
  /** UTC ms. */
  now: number;
}

/** A check throws only what is a bug; what it cannot know it does not speak of. */
export type Check = (context: CheckContext) => Promise<CheckResult[]>;

export const well = (check: string, found: string): CheckResult => ({ check, health: 'ok', found, action: null });
export const wrong = (check: string, health: 'warning' | 'fault', found: string, action: string): CheckResult => ({
  check,
  health,
  found,
  action
});
