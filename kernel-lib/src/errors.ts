import { definedOnly } from './defined';
import { chineseError } from './error-words';
import { printable } from './printable';
import type { Language } from './types';

/**
 * Errors are part of the interface: each has a stable code, says what was found and what to do about it.
 * They cross process borders as plain data (`toJSON` / `fromJSON`) and come out as the same class.
 */
import { inspect } from 'node:util';

export type ErrorCode =
  // pictures
  | 'MISSING'
  | 'NO_PERMISSION'
  | 'DIRECTORY'
  | 'NOT_A_FILE'
  | 'EMPTY_FILE'
  | 'NOT_AN_IMAGE'
  | 'TRUNCATED_IMAGE'
  | 'TOO_MANY_PIXELS'
  | 'EXTREME_SHAPE'
  | 'UNREADABLE_IMAGE'
  | 'NO_FACE'
  // calls
  | 'INVALID_ARGUMENT'
  | 'CLOSED'
  | 'ABORTED'
  // engine
  | 'ENGINE_START_FAILED'
  | 'ENGINE_CRASHED'
  | 'PROCESSING_FAILED'
  | 'DEVICE_UNAVAILABLE'
  // models
  | 'MODEL_UNKNOWN'
  | 'MODEL_MISSING'
  | 'MODEL_CORRUPT'
  | 'MODEL_CONTRACT'
  | 'MODEL_SELF_TEST'
  | 'CHECKPOINT_UNSAFE'
  | 'CHECKPOINT_TRUNCATED'
  | 'CHECKPOINT_UNSUPPORTED'
  | 'CHECKPOINT_MISMATCH'
  | 'DOWNLOAD_FAILED'
  | 'DOWNLOAD_HASH'
  | 'NO_SPACE'
  | 'OUTPUT_FAILED'
  // store and configuration
  | 'STORE_DAMAGED'
  | 'STORE_FOREIGN'
  | 'STORE_NEWER'
  | 'STORE_OLDER'
  | 'STORE_BUSY'
  | 'STORE_UNREADABLE'
  | 'STORE_REPLACED'
  | 'ROWS_LOST'
  | 'CONFIG_INVALID';

export interface ErrorDetails {
  /** What was found, in the words of the finder (bytes, type, size …). */
  found?: string;
  /** What the reader can do. */
  action?: string;
  /** The picture, checkpoint, database … it is about. */
  path?: string;
  cause?: unknown;
}

/** Places inside facegauge, its dependencies, Node and the notebook's kernel: they tell a user nothing. */
const INTERNAL =
  /\bnode:|\bnode_modules\b|evalmachine|[\\/]kernel-lib[\\/](lib|src)[\\/]|[\\/]facegauge[\\/]lib[\\/]|<anonymous>/;

/** The only error class of facegauge; tell cases apart by `code`. */
export class FacegaugeError extends Error {
  readonly code: ErrorCode;
  // Declared alone, so that what is not known is not there either.
  declare readonly found?: string;
  declare readonly action?: string;
  declare readonly path?: string;
  #language: Language = 'en';

  /**
   * @param code stable, for programs
   * @param message one sentence, for people: what is wrong with what. Shown by whoever catches it, also by Node itself, and so
   *   made printable here; `path` and `found` stay as they are
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { found, action, path, cause } = details;
    super(printable(action ? `${message} ${action}` : message), cause === undefined ? undefined : { cause });
    this.name = 'FacegaugeError';
    this.code = code;
    Object.assign(this, definedOnly({ found, action, path }));
  }

  /** The message without what to do about it. */
  get sentence(): string {
    const { message } = this;
    const action = this.action && printable(this.action);
    return action && message.endsWith(action) ? message.slice(0, -action.length).trimEnd() : message;
  }

  /** Consoles and notebooks print it in this language from now on; `message` is English always, for programs and logs. */
  in(language: Language): this {
    this.#language = language;
    return this;
  }

  /** What consoles and notebooks print: the sentence, what was found, what to do, and the caller's own lines of the stack. */
  [inspect.custom](): string {
    const { sentence, found, action } = this;
    const own = (this.stack ?? '').split('\n').filter(line => /^ {4}at .*:\d+:\d+/.test(line) && !INTERNAL.test(line));
    if (this.#language === 'zh') {
      const chinese = chineseError(this);
      return [
        `${this.name}: ${chinese.title} [${this.code}]`,
        ...(chinese.particulars ? [`  详情：${chinese.particulars}`] : []),
        ...(chinese.action ? [`  处理：${chinese.action}`] : []),
        ...own
      ].join('\n');
    }
    return [
      `${this.name}: ${sentence} [${this.code}]`,
      ...(found && !sentence.includes(found) ? [`  Found: ${printable(found)}`] : []),
      ...(action ? [`  What to do: ${printable(action)}`] : []),
      ...own
    ].join('\n');
  }

  toJSON(): SerializedError {
    return { code: this.code, message: this.message, found: this.found, action: this.action, path: this.path };
  }

  static fromJSON(e: SerializedError): FacegaugeError {
    const error = new FacegaugeError(e.code, e.message, { found: e.found, path: e.path });
    return Object.assign(error, e.action === undefined ? {} : { action: e.action });
  }
}

export interface SerializedError {
  code: ErrorCode;
  message: string;
  found?: string;
  action?: string;
  path?: string;
}
