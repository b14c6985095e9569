import assert from 'node:assert/strict';
import { TerminalBar } from '../../kernel-lib/src/terminal-bar';

/** Keeps what is written, as a terminal of 40 columns or as a file. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const fake = { isTTY, columns: 40, write: (text: string) => written.push(text) > 0 };
  return { stream: fake as unknown as NodeJS.WriteStream, shown: () => written.join('') };
}

describe('a line at the foot of a terminal', () => {
  it('is drawn on one line, cut to the terminal, and left where it should stay', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = new TerminalBar(() => `begin ${'很长'.repeat(40)} end\u001b[2J`, { stream: terminal, keep: true });
    bar.start();
    bar.end();
    assert.match(shown(), /begin .*….* end/);
    assert.ok(shown().endsWith('\n'));
    assert.ok(!shown().includes('\u001b[2J'));
    // Neither cursor nor wrapping is changed, and no place is returned to.
    assert.doesNotMatch(shown(), /\u001b(\[\?|7|8)/);
  });

  it('makes room for other lines and is drawn again below them', () => {
    const { stream: terminal, shown } = stream(true);
    let done = 1;
    const bar = new TerminalBar(() => `${done} of 3`, { stream: terminal, keep: false });
    bar.start();
    done = 2;
    bar.above(() => terminal.write('a row\n'));
    bar.end();
    const visible = shown().replace(/\u001b\[\d?[A-Z]/g, '|');
    assert.match(visible, /1 of 3.*a row\n.*2 of 3/s);
    assert.ok(shown().endsWith('\u001b[2K'), JSON.stringify(shown()));
  });

  it('is not there where there is no terminal', () => {
    const { stream: file, shown } = stream(false);
    const bar = new TerminalBar(() => 'never', { stream: file, keep: true });
    bar.start();
    bar.above(() => file.write('a row\n'));
    bar.end();
    assert.equal(shown(), 'a row\n');
  });
});
