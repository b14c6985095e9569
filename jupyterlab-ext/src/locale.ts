import { Format } from './format';
import { type IText, textFor } from './text';
import { type ICodes, codesFor } from './words/codes';

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

  component(name: string): string {
    return this.codes.components[name] ?? name;
  }

  assessment(assessment: string | null): string {
    return assessment === null ? this.text.assessments.failed : (this.text.assessments[assessment] ?? assessment);
  }

  source(source: string): string {
    return source === '' ? this.text.noSource : source;
  }
}
