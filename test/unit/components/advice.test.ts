import assert from 'node:assert/strict';
import { adviseOn, adviseWithoutFace, FINDING_CODES } from '../../../kernel-lib/src/components';
import type { Finding } from '../../../kernel-lib/src/types';
import { resolvePolicy } from '../../../kernel-lib/src/verification';

const policy = resolvePolicy();
const finding = (code: string): Finding => ({ code, severity: 2, confidence: 0.9, component: null, en: '', zh: '' });
const codes = (...findings: string[]): string[] =>
  adviseOn(findings.map(finding), { quality: 0.5, policy }).map(({ code }) => code);

describe('advice', () => {
  it('follows from the findings in their order, nothing twice, four sentences at most', () => {
    assert.deepEqual(codes('dark', 'mask'), ['MORE_LIGHT', 'UNCOVER_FACE']);
    assert.deepEqual(codes('screen', 'print'), ['PHOTOGRAPH_THE_PERSON']);
    assert.equal(codes('dark', 'mask', 'tilted', 'noise', 'several-faces').length, 4);
  });

  it('has a sentence in both languages for every finding there is', () => {
    for (const code of FINDING_CODES) {
      const [advice] = adviseOn([finding(code)], { quality: 0.9, policy });
      assert.match(advice.en, /^[A-Z].*\.$/, code);
      assert.match(advice.zh, /^请.*。$/, code);
      assert.doesNotMatch(advice.zh, /[A-Za-z]/, code);
    }
  });

  it('speaks of a picture that is trusted all the same', () => {
    const [advice] = adviseOn([finding('dark')], { quality: 0.9, policy });
    assert.equal(advice.code, 'MORE_LIGHT');
  });

  it('is silent about a good picture and honest about an unexplained one', () => {
    assert.deepEqual(adviseOn([], { quality: 0.9, policy }), []);
    assert.deepEqual(adviseOn([], { quality: null, policy }), []);
    assert.equal(adviseOn([], { quality: 0.2, policy })[0].code, 'UNEXPLAINED');
  });

  it('of a picture without a face says why first, then what is needed', () => {
    const advice = adviseWithoutFace([finding('dark')]).map(({ code }) => code);
    assert.deepEqual(advice, ['MORE_LIGHT', 'SHOW_ONE_FACE']);
  });
});
