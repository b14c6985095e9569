/** An evaluation in words, for terminals and for everything that draws nothing. */
import { columns, padEnd, padStart } from '../columns';
import { decimal } from '../drawing';
import type { Interval, ThresholdReport } from '../evaluation';
import type { Language } from '../types';
import type { Evaluation } from './evaluation';

const TEXT = {
  en: {
    pairs: (mated: string, nonMated: string) => `${mated} mated and ${nonMated} non-mated comparisons`,
    notCompared: (n: string) => `${n} pairs not compared (a picture without a face)`,
    fta: (k: string, n: string, rate: string) => `failures to acquire: ${k} of ${n} pictures (${rate})`,
    sampling: (taken: string, all: string) => `of ${all} pairs of different people ${taken} were drawn by chance`,
    head: ['FMR aimed at', 'threshold', 'FMR', '95 %', 'FNMR', '95 %', 'shown by the data'],
    yes: 'yes',
    no: 'no: too few comparisons',
    eer: 'equal error rate',
    over: {
      subjects: 'Intervals over people.',
      pairs: 'Intervals over pairs (people are not named): too narrow where people recur.'
    },
    held: 'Found on one half of the people, reported on the other:',
    edc: (error: string) => `EDC from FNMR ${error}, partial areas (measured, by chance, ideal):`,
    accepted: 'Accepted is similarity > threshold.',
    quality: 'quality of the pictures: '
  },
  zh: {
    pairs: (mated: string, nonMated: string) => `${mated} 次同人比对，${nonMated} 次异人比对`,
    notCompared: (n: string) => `${n} 对未能比对（有图像未检测到人脸）`,
    fta: (k: string, n: string, rate: string) => `采集失败：${n} 张图像中 ${k} 张（${rate}）`,
    sampling: (taken: string, all: string) => `${all} 对异人图像中随机抽取 ${taken} 对`,
    head: ['目标误识率', '阈值', '误识率 FMR', '95 %', '拒识率 FNMR', '95 %', '数据是否足以支持'],
    yes: '是',
    no: '否：比对次数太少',
    eer: '等错误率',
    over: { subjects: '区间按人重抽样。', pairs: '区间按对计算（未给出人员）：同一人多次出现时偏窄。' },
    held: '阈值取自一半人员，错误率在另一半人员上统计：',
    edc: (error: string) => `EDC，起始 FNMR ${error}，部分面积（实测、随机、理想）：`,
    accepted: '相似度 > 阈值为接受。',
    quality: '图像质量：'
  }
};

/** Title and one line of an evaluation's picture. */
export function headlineOf(
  { thresholds, eer, dPrime }: Evaluation,
  language: Language
): [title: string, summary: string] {
  // The strictest threshold that the comparisons can show.
  const shown = [...thresholds].reverse().find(({ supported }) => supported);
  const errors = `${TEXT[language].eer} ${rate(eer.rate)} · d′ ${decimal(dPrime)}`;
  const { title, at, none } = HEADLINE[language];
  if (!shown || shown.fnmr === null) return [title, `${none} · ${errors}`];
  return [
    title,
    `${at(rate(shown.fnmr), between(shown.interval.fnmr), power(shown.target), decimal(shown.threshold, 4))} · ${errors}`
  ];
}

const HEADLINE = {
  en: {
    title: 'Evaluation',
    at: (fnmr: string, interval: string, target: string, threshold: string) =>
      `FNMR ${fnmr} (95 %: ${interval}) at FMR ${target} (similarity > ${threshold})`,
    none: 'Too few comparisons for any threshold'
  },
  zh: {
    title: '评测结果',
    at: (fnmr: string, interval: string, target: string, threshold: string) =>
      `误识率 ${target}（相似度 > ${threshold}）时拒识率 ${fnmr}（95 %：${interval}）`,
    none: '比对次数太少，无法确定任何阈值'
  }
};

export function describeEvaluation(evaluation: Evaluation, language: Language): string {
  const text = TEXT[language];
  const { pairs, fta, sampling, eer, dPrime, edc, heldOut } = evaluation;
  const quality = evaluation.qualityTable([5, 25, 50, 75, 95]);
  return [
    text.pairs(whole(pairs.mated), whole(pairs.nonMated)),
    ...(pairs.notCompared > 0 ? [text.notCompared(whole(pairs.notCompared))] : []),
    ...(fta ? [text.fta(whole(fta.notAcquired + fta.failed), whole(fta.pictures), rate(fta.rate))] : []),
    ...(quality.length > 0
      ? [
          text.quality +
            quality
              .map(({ percent, quality: q }) => `${percent} % ≤ ${decimal(Math.ceil(q * 100 - 1e-9) / 100)}`)
              .join(' · ')
        ]
      : []),
    ...(sampling ? [text.sampling(whole(sampling.taken), whole(sampling.nonMatedPairs))] : []),
    '',
    ...table(evaluation.thresholds, language),
    '',
    `${text.eer} ${rate(eer.rate)} (${decimal(eer.threshold, 4)}) · d′ ${decimal(dPrime)}`,
    `${text.accepted} ${text.over[evaluation.intervals]}`,
    ...(heldOut ? ['', text.held, ...table(heldOut, language)] : []),
    ...(edc
      ? [
          '',
          text.edc(rate(edc.startingError)),
          ...edc.pauc.map(
            ({ limit, measured, random, ideal }) =>
              `  ≤ ${rate(limit)}: ${measured.toFixed(5)}  (${random.toFixed(5)}, ${ideal.toFixed(5)})`
          )
        ]
      : [])
  ].join('\n');
}

function table(rows: readonly ThresholdReport[], language: Language): string[] {
  const { head, yes, no } = TEXT[language];
  const cells = [
    head,
    ...rows.map(({ target, threshold, fmr, fnmr, interval, supported }) => [
      power(target),
      decimal(threshold, 4),
      fmr === null ? '–' : rate(fmr),
      between(interval.fmr),
      fnmr === null ? '–' : rate(fnmr),
      between(interval.fnmr),
      supported ? yes : no
    ])
  ];
  const widths = head.map((_, i) => Math.max(...cells.map(row => columns(row[i]))));
  return cells.map(row =>
    row
      .map((cell, i) => (i === row.length - 1 ? padEnd(cell, 0) : padStart(cell, widths[i])))
      .join('  ')
      .trimEnd()
  );
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten as such, anything else as it is. */
export function power(value: number): string {
  const exponent = -Math.round(Math.log10(value));
  if (exponent < 1 || Math.abs(value * 10 ** exponent - 1) > 1e-9) return String(value);
  return `10⁻${[...String(exponent)].map(digit => SUPERSCRIPTS[Number(digit)]).join('')}`;
}

/** An error rate in percent, with as many decimals as it takes to see it. */
export function rate(share: number): string {
  const percent = 100 * share;
  if (percent >= 99.995 && percent < 100) return '> 99.99 %';
  const decimals = percent === 0 || percent === 100 ? 0 : percent >= 1 ? 2 : percent >= 0.01 ? 3 : 5;
  return `${percent.toFixed(decimals)} %`;
}

/** An interval in percent. */
export const between = ({ low, high }: Interval): string => `${rate(low)}–${rate(high)}`;

const whole = (n: number): string => n.toLocaleString('en').replaceAll(',', ' ');
