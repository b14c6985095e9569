import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { FacegaugeError } from '../../kernel-lib/src/errors';
import { printable, printableJson, printableLines } from '../../kernel-lib/src/printable';
import { FailedPicture } from '../../kernel-lib/src/session';

/** Clears the screen, sets a title, an 8-bit CSI, turns the reading direction, rings, goes back. */
const NASTY = 'a\x1b[2Jb\x1b]0;owned\x07c\x9b31md\u202egpj.e\u0085\b\r\n\x7f';
const OBEYED = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('what a terminal is given', () => {
  it('holds nothing that it would obey', () => {
    for (const text of [printable(NASTY), printableLines(NASTY), printableJson({ [NASTY]: NASTY })])
      assert.doesNotMatch(text, OBEYED);
    assert.doesNotMatch(printable(NASTY), /\n|\[2J|owned/);
    assert.equal(printableLines('a\n\tb'), 'a\n\tb');
    for (const plain of ['脸 😀 é', 'שלום', 'a–b…', "O'Neill 👨‍👩‍👧"]) assert.equal(printable(plain), plain);
  });

  it('is the same JSON for a program', () => {
    assert.deepEqual(JSON.parse(printableJson({ [NASTY]: [NASTY, '😀', null, 1] })), {
      [NASTY]: [NASTY, '😀', null, 1]
    });
  });

  it('is what errors and results say of themselves, while their paths stay exact', () => {
    const error = new FacegaugeError('MISSING', `"${NASTY}" does not exist.`, { path: NASTY, action: NASTY });
    assert.doesNotMatch(error.message, OBEYED);
    assert.doesNotMatch(String(error), OBEYED);
    assert.equal(error.path, NASTY);
    const failed = new FailedPicture(`/x/${NASTY}`, 'x', error, 'en');
    assert.doesNotMatch(inspect(failed), OBEYED);
    assert.equal(failed.toJSON().path, `/x/${NASTY}`);
  });
});
