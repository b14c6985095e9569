/** How far an audit has come, in four lines at most. */
import { findingName } from '../cards';
import { quality } from '../numbers';
import { runningText } from '../progress-text';
import type { Language } from '../types';
import type { AuditProgress } from './progress';

const WORDS = {
  en: {
    pictures: 'pictures',
    quality: (mean: string) => `mean quality ${mean}`,
    notAcquired: (n: string) => `${n} without a face`,
    failed: (n: string) => `${n} could not be processed`,
    recognised: (n: string) => `${n} known from before`,
    done: (n: string) => `${n} pictures`,
    stopped: (n: string) => `Stopped after ${n} pictures; the same call goes on.`
  },
  zh: {
    pictures: '张照片',
    quality: (mean: string) => `平均质量 ${mean}`,
    notAcquired: (n: string) => `${n} 张无人脸`,
    failed: (n: string) => `${n} 张无法处理`,
    recognised: (n: string) => `${n} 张此前已处理`,
    done: (n: string) => `${n} 张照片`,
    stopped: (n: string) => `已停止：处理了 ${n} 张照片；再次调用即可继续。`
  }
} as const;

const BARS = '▁▂▃▄▅▆▇█';

/** @param end how it ended; left out while it goes on */
export function auditProgressText(progress: AuditProgress, language: Language, end?: 'done' | 'stopped'): string {
  const words = WORDS[language];
  const { name, done, total, seconds, recognised, meanQuality, notAcquired, failed, qualities, findings } = progress;
  const count = (n: number): string => n.toLocaleString('en');
  const known = recognised > 0 ? [words.recognised(count(recognised))] : [];
  const way =
    end === 'done'
      ? words.done(count(done))
      : end === 'stopped'
        ? words.stopped(count(done))
        : runningText(words.pictures, done, total, seconds, language);
  const most = Math.max(1, ...qualities);
  const histogram = qualities.map(n => (n === 0 ? ' ' : BARS[Math.ceil((n / most) * BARS.length) - 1])).join('');
  return [
    [`${name}: ${way}`, ...known].join(' · '),
    ...(meanQuality === null ? [] : [`0 ▕${histogram}▏ 1   ${words.quality(quality(meanQuality))}`]),
    [
      ...(notAcquired > 0 ? [words.notAcquired(count(notAcquired))] : []),
      ...(failed > 0 ? [words.failed(count(failed))] : []),
      ...findings.map(finding => `${findingName(finding.code, language)} ${count(finding.count)}`)
    ].join(' · ')
  ]
    .filter(line => line !== '')
    .join('\n');
}
