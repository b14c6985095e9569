import type { Page } from 'playwright-core';
import { codesFor } from '../../jupyterlab-ext/src/words/codes';
import { zh } from '../../jupyterlab-ext/src/words/zh';

/** Words in Latin letters, as Chinese sentences have some too: JupyterLab, px. */
const latin = (text: string): string[] => text.match(/[A-Za-z][A-Za-z'-]{2,}/g) ?? [];

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
}

/**
 * English words that a Chinese reader of a part of the page still sees or hears.
 * @param data what belongs to the reader or names a thing, and is not to be translated
 */
export async function englishLeft(page: Page, scope: string, data: readonly string[]): Promise<string[]> {
  const said = (await page.evaluate(`[...document.querySelectorAll(${JSON.stringify(scope)})].flatMap(root => {
    const attributes = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    const named = [root, ...root.querySelectorAll('*')].flatMap(node => attributes.map(name => node.getAttribute(name)));
    const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (words.nextNode()) if (!words.currentNode.parentElement.closest('pre, code')) texts.push(words.currentNode.data);
    return [...named.filter(Boolean), ...texts];
  })`)) as string[];
  if (said.length === 0) throw new Error(`nothing is drawn in ${scope}`);
  const chinese = [...textsOf(zh), ...textsOf(codesFor('zh'))].map(text => text.replace(/\{\w+\}/g, ''));
  const allowed = new Set([...chinese, ...data].flatMap(latin));
  return [...new Set(said.flatMap(latin))].filter(word => !allowed.has(word));
}
