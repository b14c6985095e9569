/** How far a command has come through its pictures: a bar on standard error where that is a terminal. */
import { runningText, stoppedText } from '../progress-text';
import { TerminalBar } from '../terminal-bar';
import type { Language } from '../types';
import { setFoot } from './streams';

const LABEL = { en: 'pictures', zh: '张图片' } as const;

export class PictureProgress {
  readonly #from = performance.now();
  readonly #bar: TerminalBar;
  #done = 0;

  /** @param total null until it is known */
  constructor(
    private readonly language: Language,
    public total: number | null = null,
    stream: NodeJS.WriteStream = process.stderr
  ) {
    this.#bar = new TerminalBar(() => this.#text(), { stream, keep: false });
    setFoot(this.#bar);
    this.#bar.start();
  }

  /** One picture more. */
  step(): void {
    this.#done++;
  }

  /** How many there are so far. */
  at(done: number, total: number | null): void {
    this.#done = done;
    this.total = total;
  }

  /** `Stopped after 12 of 40 pictures.` */
  stopped(): string {
    return `${stoppedText(LABEL[this.language], this.#done, this.total, this.language)}${this.language === 'zh' ? '。' : '.'}`;
  }

  /** Takes the bar away. */
  end(): void {
    this.#bar.end();
    setFoot(null);
  }

  #text(): string {
    const seconds = (performance.now() - this.#from) / 1000;
    return runningText(LABEL[this.language], this.#done, this.total, seconds, this.language);
  }
}
