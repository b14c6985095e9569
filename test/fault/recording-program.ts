/** A session that records into the store FILE: scores the pictures that its parent sends and tells what it said; ends when told to. */
import { open } from '../../kernel-lib/src/session';
import type { Warning } from '../../kernel-lib/src/types';

export interface Said {
  warnings: Warning[];
  /** Pictures whose face was found. */
  acquired: number;
  /** How it ended: null where everything is on disk. */
  end?: { code: string; message: string } | null;
}

async function main(): Promise<void> {
  const said: Said = { warnings: [], acquired: 0 };
  const session = await open({
    store: process.argv[2],
    device: 'cpu',
    processes: 1,
    onWarning: warning => void said.warnings.push(warning)
  });
  process.on('message', async (picture: string | null) => {
    if (picture !== null) {
      const result = await session.extract(picture);
      if (result.acquired) said.acquired++;
      return process.send!(said);
    }
    said.end = await session.close().then(
      () => null,
      ({ code, message }) => ({ code, message })
    );
    process.send!(said, () => process.disconnect());
  });
  process.send!(said);
}

void main();
