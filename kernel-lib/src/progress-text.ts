/** How far a long work has come, in words. */
import type { Language } from './types';

/** What is counted, in the plural: `pictures`, `张图片`. */
type Label = string;

/** Columns of a bar. */
const BAR = 24;

/** `██████░░░░░░░░░░░░░░░░░░ 25 %` @param share 0..1 */
export function bar(share: number): string {
  const filled = Math.round(share * BAR);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(share * 100)} %`;
}

/** A bar and `312 of 1,248 pictures, 24 a second, 39 s left`; without a total what is done and how fast. */
export function runningText(
  label: Label,
  done: number,
  total: number | null,
  seconds: number,
  language: Language = 'en'
): string {
  const { of, comma } = WORDS[language];
  const rate = done > 0 && seconds > 0 ? done / seconds : null;
  const speed = rate === null ? '' : `${comma}${perSecond(rate, language)}`;
  if (total === null) return `${count(done)} ${label}${speed}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const still = rate === null || done >= total ? '' : leftText((total - done) / rate, language);
  return `${bar(share)}  ${of(count(done), count(total), label)}${speed}${still}`;
}

/** `, 39 s left` */
export function leftText(seconds: number, language: Language = 'en'): string {
  const { left, comma } = WORDS[language];
  return `${comma}${left(duration(seconds, language))}`;
}

/** `Stopped after 12 of 40 pictures` */
export function stoppedText(label: Label, done: number, total: number | null, language: Language = 'en'): string {
  const { stopped, of } = WORDS[language];
  return stopped(total === null ? `${count(done)} ${label}` : of(count(done), count(total), label));
}

export function finishedText(label: Label, done: number): string {
  return `${count(done)} ${label}`;
}

/** ` in 4 min, 4.8 a second` */
export function tookText(done: number, seconds: number): string {
  const rate = seconds > 0 ? `, ${perSecond(done / seconds, 'en')}` : '';
  return ` in ${duration(seconds, 'en')}${rate}`;
}

const WORDS = {
  en: {
    of: (done: string, total: string, label: Label) => `${done} of ${total} ${label}`,
    left: (time: string) => `${time} left`,
    stopped: (how: string) => `Stopped after ${how}`,
    comma: ', ',
    second: (rate: string) => `${rate} a second`,
    s: ' s',
    min: ' min',
    h: ' h'
  },
  zh: {
    of: (done: string, total: string, label: Label) => `${done} / ${total} ${label}`,
    left: (time: string) => `剩余 ${time}`,
    stopped: (how: string) => `已中止：处理了 ${how}`,
    comma: '，',
    second: (rate: string) => `每秒 ${rate}`,
    s: ' 秒',
    min: ' 分钟',
    h: ' 小时'
  }
} as const;

function count(value: number): string {
  return value.toLocaleString('en');
}

function perSecond(rate: number, language: Language): string {
  return WORDS[language].second(rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1));
}

/** `4.8 s`, `39 s`, `4 min`, `2 h 5 min` */
export function duration(seconds: number, language: Language): string {
  const { s, min, h } = WORDS[language];
  if (seconds < 10) return `${seconds.toFixed(1)}${s}`;
  if (seconds < 90) return `${Math.round(seconds)}${s}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes}${min}` : `${Math.floor(minutes / 60)}${h} ${minutes % 60}${min}`;
}
