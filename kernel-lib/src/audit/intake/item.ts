import type { FacegaugeError } from '../../errors';

/** One picture of a data set, with what the data set itself says of it. */
export interface AuditItem {
  /** Absolute path, as `names.ts` writes those that are not UTF-8. */
  image: string;
  /** Camera, folder or label it came from; null where only the picture itself knows (its EXIF camera). */
  source: string | null;
  /** Whom it shows, where the data set says so. */
  identity: string | null;
  /** Whatever else is said of it. */
  tags: Record<string, unknown> | null;
}

/** What should have given pictures and did not: a folder that cannot be read, a row of a list without a path, a broken list. */
export interface IntakeFailure {
  error: FacegaugeError;
  /** The folder or list; null for a row. */
  path: string | null;
  /** Names a row: `list.csv:17`. */
  key: string | null;
}

export type Intake = AuditItem | IntakeFailure;

export function isFailure(one: Intake): one is IntakeFailure {
  return 'error' in one;
}

/** A place a picture was found at, before it is known what it is called. */
export interface Found {
  /** Absolute. */
  path: string;
  /** Below the folder or list it was found by, with `/`. */
  relative: string;
  /** The row of a list, `path` left out; null where no list named it. */
  row: Record<string, unknown> | null;
}
