import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainText } from '../../kernel-lib/src/cards/plain';
import { toResult } from '../../kernel-lib/src/session/results';
import { CHINESE_WARNINGS, warningText } from '../../kernel-lib/src/warning-words';
import { context, extraction } from './session/answers';

describe('warnings in Chinese', () => {
  it('have a sentence for every code', () => {
    const source = readFileSync(path.resolve(__dirname, '../../kernel-lib/src/types.ts'), 'utf8');
    const [, union] = /export type WarningCode =([^;]*);/.exec(source)!;
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code);
    assert.ok(codes.length > 10);
    assert.deepEqual(Object.keys(CHINESE_WARNINGS).sort(), codes.sort());
    for (const { sentence } of Object.values(CHINESE_WARNINGS)) assert.match(sentence, /\p{Script=Han}[^。]*$/u);
  });

  it('keep the English particulars where only they tell them', () => {
    const several = { code: 'SEVERAL_FACES' as const, message: '3 faces were seen; the largest one is used.' };
    assert.equal(warningText(several, 'en'), several.message);
    assert.match(warningText(several, 'zh'), /^检测到多张人脸.*（3 faces were seen; the largest one is used\.）$/);
    const weak = { code: 'FALLBACK_REGION' as const, message: 'Low confidence face crop, using fallback region' };
    assert.equal(warningText(weak, 'zh'), '人脸检测的置信度低，使用了备用区域。');
    assert.equal(warningText({ code: 'OF_TOMORROW' as never, message: 'It was so.' }, 'zh'), 'It was so.');
  });

  it('are what a card says in the language of its reader', () => {
    const weak = { code: 'FALLBACK_REGION' as const, message: 'Low confidence face crop, using fallback region' };
    const sample = toResult({ ...extraction(), warnings: [weak] }, context({ language: 'zh' }));
    assert.match(plainText(sample.toCard(), 'zh'), /人脸检测的置信度低，使用了备用区域。 \(FALLBACK_REGION\)/);
    assert.match(
      plainText(sample.toCard(), 'en'),
      /Low confidence face crop, using fallback region \(FALLBACK_REGION\)/
    );
  });
});
