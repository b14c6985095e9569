import assert from 'node:assert/strict';
import vm from 'node:vm';
import { open } from '../../../kernel-lib/src/notebook';
import type { Session } from '../../../kernel-lib/src/session';
import { fakeKernel } from './kernel';

const CELL = `(async function () { return await openSession({ device: 'cpu', processes: 1, store: false }); })()`;
const LOOP = `(async function () { const all = []; for (let i = 0; i < 2; i++) all.push(await openSession({ device: 'cpu', processes: 1, store: false })); return all; })()`;

describe('open in a kernel', function () {
  this.timeout(240_000);
  let kernel: ReturnType<typeof fakeKernel>;
  const scope = globalThis as { openSession?: typeof open };
  const execute = (code: string): Promise<any> => {
    kernel.execute();
    return vm.runInThisContext(code);
  };
  const isOpen = (session: Session): boolean => session.pids.length > 0;

  beforeEach(() => {
    kernel = fakeKernel();
    scope.openSession = open;
  });
  afterEach(() => {
    kernel.remove();
    delete scope.openSession;
  });

  it('replaces the session that the same cell opened before, and no other', async () => {
    const first: Session = await execute(CELL);
    const other: Session = await execute(`${CELL}\n// another cell`);
    const again: Session = await execute(CELL);
    assert.deepEqual([first, other, again].map(isOpen), [false, true, true]);
    await assert.rejects(first.extract('a.jpg'), { code: 'CLOSED' });
    await Promise.all([other.close(), again.close()]);
  });

  it('replaces what the same cell opened before it was edited, and not what a cell of the same text opened', async () => {
    const run = async (cell: string, code: string): Promise<Session> => {
      const end = kernel.request(cell);
      const opened = await vm.runInThisContext(code);
      end();
      return opened;
    };
    const first = await run('one', CELL);
    const twin = await run('two', CELL);
    const edited = await run('one', `\n/* edited */ ${CELL}`);
    assert.deepEqual([first, twin, edited].map(isOpen), [false, true, true]);
    const editedAgain = await run('one', CELL);
    assert.deepEqual([twin, edited, editedAgain].map(isOpen), [true, false, true]);
    await Promise.all([twin.close(), editedAgain.close()]);
  });

  it('keeps all that one execution opens', async () => {
    const sessions: Session[] = await execute(LOOP);
    assert.deepEqual(sessions.map(isOpen), [true, true]);
    await Promise.all(sessions.map(session => session.close()));
  });
});
