import { en, type IText } from './words/en';
import { zh } from './words/zh';

export type { IText };

/** @param language as JupyterLab's translator has it: `zh_CN`, `en`, … */
export function textFor(language: string): IText {
  return language.toLowerCase().startsWith('zh') ? zh : en;
}

export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
