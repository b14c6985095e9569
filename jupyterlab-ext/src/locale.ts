import { Format } from './format';
import { fill, type IText, textFor } from './text';
import { type ICodes, codesFor } from './words/codes';

/** As `kernel-lib/src/numbers.ts` has them. */
const CHINESE_UNITS: Readonly<Record<string, string>> = { px: '像素', bit: '比特', levels: '级', ms: '毫秒' };

/** As `kernel-lib/src/source-words.ts` has it. */
const UNKNOWN_CAMERA = 'unknown camera';

const known = new Map<string, Locale>();

/** The same for all plugins. @param languageCode as JupyterLab's translator has it */
export function localeOf(languageCode: string): Locale {
  const locale = known.get(languageCode) ?? new Locale(languageCode);
  known.set(languageCode, locale);
  return locale;
}

/** Sentences, names of codes, and the writing of numbers, for one reader. */
export class Locale {
  /** @param languageCode as JupyterLab's translator has it: `zh_CN`, `en`, … */
  constructor(languageCode: string) {
    this.language = languageCode.toLowerCase().startsWith('zh') ? 'zh' : 'en';
    this.text = textFor(languageCode);
    this.codes = codesFor(languageCode);
    this.format = new Format(languageCode.replace('_', '-'));
  }

  /** Of sentences that come with the data. */
  readonly language: 'en' | 'zh';
  readonly text: IText;
  readonly codes: ICodes;
  readonly format: Format;

  /** What a finding is called; a code of a newer facegauge stays as it is. */
  finding(code: string): string {
    return this.codes.findings[code] ?? code;
  }

  advice(code: string): string {
    return this.codes.advice[code] ?? code;
  }

  /** A warning as recorded is English; its code has a Chinese sentence, and what only the English one knows follows it. */
  warning({ code, message }: { code: string; message: string }): string {
    const words = this.codes.warnings[code];
    if (!words) return message;
    return words.particulars ? `${words.sentence}（${message}）` : `${words.sentence}。`;
  }

  /** Why the store cannot be read or changed; `message` is the server's, in English, for states of a newer one. */
  store(state: string | null, message: string, path: string | null): string {
    const words = this.text.storeStates[state ?? ''];
    return words && (path !== null || !words.includes('{path}')) ? fill(words, { path: path ?? '' }) : message;
  }

  component(name: string): string {
    return this.codes.components[name] ?? name;
  }

  assessment(assessment: string | null): string {
    return assessment === null ? this.text.assessments.failed : (this.text.assessments[assessment] ?? assessment);
  }

  /** What a unit of measurement is called. */
  unit(unit: string): string {
    return this.language === 'zh' ? (CHINESE_UNITS[unit] ?? unit) : unit;
  }

  /** What runs a network, as it is written. */
  device(device: string): string {
    return { cpu: 'CPU', cuda: 'CUDA', webgpu: 'WebGPU' }[device] ?? device;
  }

  source(source: string): string {
    if (source === '') return this.text.noSource;
    return source === UNKNOWN_CAMERA ? this.text.unknownCamera : source;
  }
}
