import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { FacegaugeError } from '../../kernel-lib/src/errors';

describe('errors', () => {
  const error = new FacegaugeError('MISSING', '"a.jpg" does not exist.', {
    found: 'no such file',
    action: 'Check the spelling.',
    cause: new Error('ENOENT')
  });

  it('print the sentence, what was found and what to do, each once', () => {
    error.stack = [
      'FacegaugeError: …',
      '    at Session.extract (/x/node_modules/facegauge/lib/session/session.js:1:2)',
      '    at async Object.execute (/x/node_modules/tslab/dist/executor.js:3:4)',
      '    at evalmachine.<anonymous>:5:6'
    ].join('\n');
    assert.equal(
      inspect(error),
      'FacegaugeError: "a.jpg" does not exist. [MISSING]\n  Found: no such file\n  What to do: Check the spelling.'
    );
    const copy = FacegaugeError.fromJSON(JSON.parse(JSON.stringify(error)));
    copy.stack = '';
    assert.equal(inspect(copy), inspect(error));
    const said = new FacegaugeError('MISSING', 'Found nothing but 12 bytes.', { found: '12 bytes' });
    said.stack = '';
    assert.equal(inspect(said), 'FacegaugeError: Found nothing but 12 bytes. [MISSING]');
  });

  it('keep the lines of the caller’s own program', () => {
    error.stack = 'FacegaugeError: …\n    at main (/app/score.js:3:5)\n    at node:internal/main:1:1';
    assert.match(inspect(error), /What to do: Check the spelling\.\n {4}at main \(\/app\/score\.js:3:5\)$/);
  });

  it('still carry the whole message for programs that print that alone', () => {
    assert.equal(error.message, '"a.jpg" does not exist. Check the spelling.');
    assert.equal(error.sentence, '"a.jpg" does not exist.');
  });
});
