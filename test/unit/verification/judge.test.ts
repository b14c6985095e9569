import assert from 'node:assert/strict';
import { advisePair, assess, judge, label, resolvePolicy } from '../../../kernel-lib/src/verification';
import type { Advice, Assessment, Verdict } from '../../../kernel-lib/src/types';

const policy = resolvePolicy();
const verdict = (s: number, a: number | null, b: number | null): Verdict => judge(s, a, b, policy);
const name = (s: number, a: number | null, b: number | null): string => {
  const { verdict: v, recapture } = verdict(s, a, b);
  return recapture ? `${v} ${recapture}` : v;
};

describe('verdict of a pair', () => {
  it('follows the rules in their order', () => {
    const cases: [number, number, number, string][] = [
      [0.9, 0.39, 0.1, 'unreliable'],
      [-0.2, 0.1, 0.1, 'unreliable'],
      [0.9, 0.39, 0.9, 'recapture a'],
      [0.9, 0.9, 0.39, 'recapture b'],
      [-0.2, 0.9, 0.39, 'recapture b'],
      [0.9, 0.6, 0.6, 'match'],
      [0.1, 0.6, 0.6, 'no-match'],
      [0.4, 0.9, 0.9, 'review'],
      [0.9, 0.59, 0.9, 'review'],
      [0.1, 0.9, 0.59, 'review']
    ];
    for (const [s, a, b, expected] of cases)
      assert.equal(name(s, a, b), expected, `similarity ${s}, qualities ${a}, ${b}`);
  });

  it('takes every border as written: > and < for similarities, ≥ and < for qualities', () => {
    const { similarityMatch, similarityReview, qualityTrust, qualityReject } = policy;
    const step = 1e-9;
    assert.equal(name(similarityMatch, 1, 1), 'review');
    assert.equal(name(similarityMatch + step, 1, 1), 'match');
    assert.equal(name(similarityReview, 1, 1), 'review');
    assert.equal(name(similarityReview - step, 1, 1), 'no-match');
    assert.equal(name(1, qualityTrust, qualityTrust), 'match');
    assert.equal(name(1, qualityTrust - step, 1), 'review');
    assert.equal(name(1, qualityReject, 1), 'review');
    assert.equal(name(1, qualityReject - step, 1), 'recapture a');
    assert.equal(name(1, qualityReject - step, qualityReject - step), 'unreliable');
    assert.equal(name(1, qualityReject, qualityReject - step), 'recapture b');
  });

  it('is reliable exactly when both qualities reach qualityTrust, whatever the verdict', () => {
    for (const s of [-1, 0.1, 0.4, 0.9])
      for (const a of [0, 0.4, 0.59, 0.6, 1, null])
        for (const b of [0, 0.4, 0.59, 0.6, 1, null])
          assert.equal(verdict(s, a, b).reliable, a !== null && b !== null && a >= 0.6 && b >= 0.6, `${s} ${a} ${b}`);
  });

  it('never decides a pair with an unknown quality, but still names the known bad picture', () => {
    for (const s of [-1, 0.4, 0.99]) {
      assert.equal(name(s, null, 0.9), 'review');
      assert.equal(name(s, null, null), 'review');
      assert.equal(name(s, null, 0.2), 'recapture b');
    }
  });

  it('is the same for A and B exchanged, the picture to retake apart', () => {
    for (let i = 0; i < 200; i++) {
      const [s, a, b] = [Math.sin(i), Math.abs(Math.sin(7 * i)), Math.abs(Math.cos(3 * i))];
      const [one, other] = [verdict(s, a, b), verdict(s, b, a)];
      assert.equal(one.verdict, other.verdict);
      assert.equal(one.recapture, other.recapture === null ? null : other.recapture === 'a' ? 'b' : 'a');
    }
  });

  it('lets autoRejectBelow reject nothing that qualityReject would not', () => {
    const strict = resolvePolicy({ call: { autoRejectBelow: 0.3 } });
    for (const quality of [0.2, 0.3, 0.35, 0.45]) assert.equal(assess(quality, strict), assess(quality, policy));
    assert.throws(() => resolvePolicy({ call: { autoRejectBelow: 0.5 } }), { code: 'INVALID_ARGUMENT' });
  });

  it('refuses figures that are none', () => {
    assert.throws(() => judge(NaN, 0.5, 0.5, policy), { code: 'INVALID_ARGUMENT' });
    assert.throws(() => judge(0.5, NaN, 0.5, policy), { code: 'INVALID_ARGUMENT' });
  });
});

describe('assessment of a picture', () => {
  it('has its borders at qualityReject and qualityTrust', () => {
    assert.equal(assess(0.6, policy), 'trusted');
    assert.equal(assess(0.6 - 1e-9, policy), 'review');
    assert.equal(assess(0.4, policy), 'review');
    assert.equal(assess(0.4 - 1e-9, policy), 'rejected');
    assert.equal(assess(null, policy), 'review');
  });
});

describe('labels', () => {
  it('are those of the two languages', () => {
    const verdicts: [Verdict, string, string][] = [
      [{ verdict: 'match', reliable: true, recapture: null }, 'High-confidence match', '高置信匹配'],
      [{ verdict: 'no-match', reliable: true, recapture: null }, 'No match', '不匹配'],
      [{ verdict: 'review', reliable: false, recapture: null }, 'Needs review', '需人工复核'],
      [{ verdict: 'recapture', reliable: false, recapture: 'a' }, 'Retake picture A', '建议重拍 A'],
      [{ verdict: 'recapture', reliable: false, recapture: 'b' }, 'Retake picture B', '建议重拍 B'],
      [{ verdict: 'unreliable', reliable: false, recapture: null }, 'Unreliable: quality too low', '低质量拒识']
    ];
    for (const [v, en, zh] of verdicts) assert.deepEqual([label(v, 'en'), label(v, 'zh')], [en, zh]);
    const assessments: [Assessment, string][] = [
      ['trusted', '可信'],
      ['review', '建议人工复核'],
      ['rejected', '样本质量过低，拒绝处理'],
      ['not-acquired', '未检测到人脸']
    ];
    for (const [a, zh] of assessments) {
      assert.equal(label(a, 'zh'), zh);
      assert.match(label(a, 'en'), /^[A-Z][a-z :]+$/);
    }
  });
});

describe('advice for a pair', () => {
  const blur: Advice = { code: 'FOCUS', component: 'Sharpness', en: 'Focus on the face.', zh: '请对焦面部。' };
  const member = (quality: number | null, advice: Advice[] = []) => ({ quality, advice });
  const advise = (s: number, a: ReturnType<typeof member>, b: ReturnType<typeof member>): Advice[] =>
    advisePair(a, b, s, judge(s, a.quality, b.quality, policy), policy);

  it('says which picture to take again, at what quality, and why', () => {
    const [retake, why] = advise(0.3, member(0.9), member(0.398, [blur]));
    assert.equal(retake.code, 'RETAKE_B');
    assert.match(retake.en, /picture B.*0\.39.*0\.40/);
    assert.match(retake.zh, /图片 B.*0\.39.*0\.40/);
    assert.equal(why.component, 'Sharpness');
    assert.equal(why.en, 'Picture B: Focus on the face.');
  });

  it('puts the worse picture first', () => {
    const codes = advise(0.3, member(0.35), member(0.1)).map(a => a.code);
    assert.deepEqual(codes, ['RETAKE_B', 'RETAKE_A']);
  });

  it('is silent about a decided pair and speaks of the similarity where only that is uncertain', () => {
    assert.deepEqual(advise(0.9, member(0.9), member(0.9)), []);
    assert.deepEqual(advise(0.1, member(0.9), member(0.9)), []);
    const [one, ...rest] = advise(0.4, member(0.9), member(0.9));
    assert.equal(one.code, 'SIMILARITY_BETWEEN');
    assert.match(one.en, /0\.400 lies between 0\.35 and 0\.45/);
    assert.deepEqual(rest, []);
  });

  it('says so where a quality is unknown', () => {
    const codes = advise(0.9, member(null), member(0.9)).map(a => a.code);
    assert.deepEqual(codes, ['QUALITY_UNKNOWN']);
  });
});
