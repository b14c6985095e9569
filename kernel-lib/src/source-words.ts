/** Sources as people read them. A source is data and stands in the store as it is; the one that facegauge names itself is told in words. */
import type { Language } from './types';

/** Where pictures come from whose camera wrote nothing, in an audit by camera. */
export const UNKNOWN_CAMERA = 'unknown camera';

export function sourceText(source: string, language: Language): string {
  return source === UNKNOWN_CAMERA && language === 'zh' ? '未知相机' : source;
}
