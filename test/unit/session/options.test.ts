import assert from 'node:assert/strict';
import { environmentLanguage } from '../../../kernel-lib/src/session';
import { checkOpenOptions, extractOptions } from '../../../kernel-lib/src/session/options';

describe('options of a session', () => {
  it('takes the language from the environment as other programs do', () => {
    assert.equal(environmentLanguage({ LANG: 'zh_CN.UTF-8' }), 'zh');
    assert.equal(environmentLanguage({ LANG: 'zh' }), 'zh');
    assert.equal(environmentLanguage({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }), 'en');
    assert.equal(environmentLanguage({ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'zh_TW' }), 'zh');
    assert.equal(environmentLanguage({}), 'en');
    assert.equal(environmentLanguage({ LANG: 'C' }), 'en');
  });

  it('lets a call go before the session', () => {
    const merged = extractOptions({ copies: 4, face: 'central' }, { copies: 2 });
    assert.equal(merged.copies, 2);
    assert.equal(merged.face, 'central');
  });

  it('refuses what it does not know', () => {
    for (const wrong of [
      { device: 'tpu' },
      { language: 'de' },
      { store: 7 },
      { store: '' },
      { source: 3 },
      { embeddings: 'no' }
    ])
      assert.throws(() => checkOpenOptions(wrong as never), { code: 'INVALID_ARGUMENT' }, JSON.stringify(wrong));
  });
});
