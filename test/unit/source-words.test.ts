import assert from 'node:assert/strict';
import { auditText, type AuditCardData } from '../../kernel-lib/src/cards';
import { sourceText, UNKNOWN_CAMERA } from '../../kernel-lib/src/source-words';

describe('sources in words', () => {
  it('are what somebody called them, and only the unknown camera has another name in Chinese', () => {
    assert.equal(sourceText(UNKNOWN_CAMERA, 'en'), 'unknown camera');
    assert.equal(sourceText(UNKNOWN_CAMERA, 'zh'), '未知相机');
    assert.equal(sourceText('gate', 'zh'), 'gate');
  });

  it('are so in the card of an audit', () => {
    const data = {
      ...{
        name: 'a',
        run: 1,
        state: 'done',
        startedAt: 0,
        endedAt: 1,
        pictures: 2,
        acquired: 2,
        notAcquired: 0,
        failed: 0
      },
      ...{ passedOver: null, meanQuality: 0.5, lowShare: 0, qualities: [2], thresholds: { reject: 0.4, trust: 0.6 } },
      assessments: { trusted: 0, review: 2, rejected: 0, 'not-acquired': 0 },
      ...{ errors: [], findings: [], exactDuplicates: { groups: 0, pictures: 0 }, nearDuplicates: null },
      ...{ labelErrors: null, labelsCanBeJudged: null, people: 0, sourceCount: 1 },
      sources: [{ source: UNKNOWN_CAMERA, pictures: 2, meanQuality: 0.5, lowShare: 0 }]
    } satisfies AuditCardData;
    assert.match(auditText(data, 'zh'), /2 {2}未知相机[^]*运行 1$/);
    assert.match(auditText(data, 'en'), /2 {2}unknown camera/);
  });
});
