import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { gridText } from '../../kernel-lib/src/cards/grid';
import { plainText } from '../../kernel-lib/src/cards/plain';
import { describeError } from '../../kernel-lib/src/cli/exit';
import { tableRow } from '../../kernel-lib/src/cli/table';
import { CHINESE_ERRORS, errorText } from '../../kernel-lib/src/error-words';
import { FacegaugeError, type ErrorCode } from '../../kernel-lib/src/errors';
import { failedPicture, toResult } from '../../kernel-lib/src/session/results';
import type { NotAcquired, Sample } from '../../kernel-lib/src/session';
import { describeDevice } from '../../kernel-lib/src/engine/devices';
import { context, extraction, failure } from './session/answers';

const missing = () =>
  new FacegaugeError('MISSING', '"/a/b.jpg" does not exist.', {
    found: 'ENOENT',
    path: '/a/b.jpg',
    action: 'Check the spelling and the folder it is relative to.'
  });

describe('errors in Chinese', () => {
  it('have a sentence for every code', () => {
    const source = readFileSync(path.resolve(__dirname, '../../kernel-lib/src/errors.ts'), 'utf8');
    const [, union] = /export type ErrorCode =([^;]*);/.exec(source)!;
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code);
    assert.ok(codes.length > 35);
    assert.deepEqual(Object.keys(CHINESE_ERRORS).sort(), codes.sort());
    for (const { title, action } of Object.values(CHINESE_ERRORS)) {
      assert.match(title, /^\p{Script=Han}[^。]*$/u);
      if (action !== null) assert.match(action, /\p{Script=Han}.*。$/u);
    }
  });

  it('keep what was found, and the English particulars where only they tell what to do', () => {
    assert.equal(errorText(missing(), 'zh'), '文件不存在：/a/b.jpg（ENOENT）。请检查拼写以及它所在的文件夹。');
    assert.equal(errorText(missing(), 'en'), missing().message);
    const wrong = new FacegaugeError('INVALID_ARGUMENT', 'Where should the network go?', { action: 'Give --id NAME.' });
    assert.equal(errorText(wrong, 'zh'), '参数无效：Where should the network go? Give --id NAME.');
    for (const code of Object.keys(CHINESE_ERRORS) as ErrorCode[]) {
      const text = errorText(
        new FacegaugeError(code, 'It is so.', { found: 'seven', path: '/x', action: 'Do it.' }),
        'zh'
      );
      assert.match(text, /seven|It is so\. Do it\./, code);
      assert.ok(!/。。|\.。/.test(text), text);
    }
  });

  it('are what a Chinese session shows: error cell, console, card, grid and table', () => {
    const failed = failedPicture(missing(), context({ language: 'zh', image: '/a/b.jpg' }));
    const cell = inspect(failed.error);
    assert.match(cell, /^FacegaugeError: 文件不存在 \[MISSING\]\n {2}详情：\/a\/b\.jpg（ENOENT）\n {2}处理：请检查/);
    assert.match(inspect(failed), /MISSING: 文件不存在：/);
    assert.match(plainText(failed.toCard(), 'zh'), /文件不存在：/);
    assert.match(gridText([failed.toCard()], 'zh'), /文件不存在/);
    assert.match(tableRow(failed, 'zh'), /无法处理 .*文件不存在/);
    assert.match(describeError(missing(), 'zh'), /^facegauge: 文件不存在：.* \[MISSING\]$/);
    const nobody = toResult(failure, context({ language: 'zh' })) as NotAcquired;
    assert.match(inspect(nobody.error), /未检测到人脸 \[NO_FACE\]/);
    // Programs read English whatever the language.
    assert.equal(JSON.parse(JSON.stringify(failed)).error.message, missing().message);
    assert.match(inspect(missing()), /does not exist/);
  });
});

describe('units and devices in Chinese', () => {
  it('stand on cards and consoles', () => {
    const answer = extraction();
    answer.components.InterEyeDistance = { value: 84, unit: 'px', score: 90 };
    answer.components.CompressionArtifacts = { value: 2.5, unit: 'levels', score: 80 };
    const sample = toResult(answer, context({ language: 'zh' })) as Sample;
    const card = plainText(sample.toCard(), 'zh');
    assert.match(card, /640 × 480 像素/);
    assert.match(card, / 84 像素, 90/);
    assert.match(card, / 2\.50 级, 80/);
    assert.match(card, /设备 CPU/);
    assert.match(card, /15 毫秒/);
    assert.doesNotMatch(card, /\d (px|bit|levels|ms)\b/);
    assert.match(inspect(sample), /100 × 120 像素/);
    assert.match(plainText(sample.toCard(), 'en'), /640 × 480 px/);
    assert.match(describeDevice('cpu', 2, 1, 'zh'), /，2 个进程 × 1 个线程$/);
    assert.equal(describeDevice('cuda', 1, 1, 'zh'), 'CUDA，1 个进程');
  });
});
