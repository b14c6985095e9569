import { qualityText, similarityText, thresholdText } from './numbers';

/**
 * How numbers and times are written for one reader: rounded as the library rounds them (`kernel-lib/src/numbers.ts`), with a true
 * minus sign.
 */
export class Format {
  /** @param language BCP 47 */
  constructor(readonly language: string) {
    const number = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(language, options));
    const time = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(language, options));
    this.#count = number({});
    this.#two = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.#one = number({ maximumFractionDigits: 1 });
    this.#percent = number({ style: 'percent', maximumFractionDigits: 1 });
    this.#points = number({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
    this.#signedTwo = number({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
    this.#signed = number({ signDisplay: 'exceptZero' });
    this.#clock = time({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.#seconds = time({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
    this.#day = time({ day: 'numeric', month: 'short' });
    this.#moment = time({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.#whole = time({ dateStyle: 'medium', timeStyle: 'medium' });
  }

  count = (n: number): string => this.#count().format(n);
  signed = (n: number): string => minus(this.#signed().format(n));
  /** A quality, never rounded up to a threshold it does not reach. */
  quality = (q: number, thresholds: readonly (number | null)[] = []): string =>
    minus(qualityText(q, this.language, thresholds));
  similarity = (s: number, thresholds: readonly number[]): string =>
    minus(similarityText(s, this.language, thresholds));
  two = (n: number): string => minus(this.#two().format(n));
  /** A threshold with two decimals, or as many up to four as it has. */
  threshold = (n: number): string => minus(thresholdText(n, this.language));
  signedTwo = (n: number): string => minus(this.#signedTwo().format(n));
  number = (n: number): string => minus(this.#one().format(n));
  /** Never 0 % of something that is there, nor 100 % of what is not all. */
  percent = (share: number): string => {
    const text = (value: number) => this.#percent().format(value);
    if (share > 0 && share < 0.0005) return `< ${text(0.001)}`;
    if (share > 0.999 && share < 1) return `> ${text(0.999)}`;
    return text(share > 0.99 ? Math.floor(share * 1000) / 1000 : share);
  };
  /** A difference of two shares, in percentage points. */
  points = (difference: number): string => minus(this.#points().format(100 * difference));
  /** From a second on in seconds. */
  milliseconds = (ms: number): string => {
    const [second, millisecond] = this.language.startsWith('zh') ? ['秒', '毫秒'] : ['s', 'ms'];
    if (ms >= 1000) return `${this.#one().format(ms / 1000)} ${second}`;
    return `${ms >= 9.95 || ms === 0 ? this.#count().format(Math.round(ms)) : this.#one().format(ms)} ${millisecond}`;
  };
  /** A measurement with its unit: degrees close up, other units apart; a count needs none. */
  measurement = (value: number, unit: string, word = unit): string => {
    const write = (digits: number) =>
      minus(
        new Intl.NumberFormat(this.language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
          value
        )
      );
    if (unit === 'deg') return `${write(1)}°`;
    const size = Math.abs(value);
    const text = write(Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.095 ? 2 : 3);
    return unit === '' || unit === 'faces' ? text : unit === '%' ? `${text}%` : `${text} ${word}`;
  };
  /** 08:00 */
  clock = (time: number): string => this.#clock().format(time);
  /** 08:00:12 */
  seconds = (time: number): string => this.#seconds().format(time);
  day = (time: number): string => this.#day().format(time);
  moment = (time: number): string => this.#moment().format(time);
  /** 08:00–09:00, the day, or several. */
  stretch = (from: number, to: number): string => {
    const [first, last] = [this.day(from), this.day(to - 1)];
    if (this.clock(from) === '00:00' && this.clock(to) === '00:00')
      return first === last ? first : `${first} – ${last}`;
    if (first !== last) return `${this.moment(from)} – ${this.moment(to)}`;
    return `${first === this.day(Date.now()) ? '' : `${first}, `}${this.clock(from)}–${this.clock(to)}`;
  };
  whole = (time: number): string => this.#whole().format(time);

  readonly #count: () => Intl.NumberFormat;
  readonly #two: () => Intl.NumberFormat;
  readonly #one: () => Intl.NumberFormat;
  readonly #percent: () => Intl.NumberFormat;
  readonly #points: () => Intl.NumberFormat;
  readonly #signedTwo: () => Intl.NumberFormat;
  readonly #signed: () => Intl.NumberFormat;
  readonly #clock: () => Intl.DateTimeFormat;
  readonly #seconds: () => Intl.DateTimeFormat;
  readonly #day: () => Intl.DateTimeFormat;
  readonly #moment: () => Intl.DateTimeFormat;
  readonly #whole: () => Intl.DateTimeFormat;
}

function minus(text: string): string {
  return /^-0([.,]0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** Made when it is first wanted: a dozen of them take longer than all else that JupyterLab's start has of this extension. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
