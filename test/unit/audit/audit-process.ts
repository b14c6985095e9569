/** Audits a folder in a process of its own, which the test kills. Says `done N` after each picture. */
import '../../../kernel-lib/src/audit';
import { open } from '../../../kernel-lib/src/session';

const [folder, store] = process.argv.slice(2);
void (async () => {
  const session = await open({ device: 'cpu', processes: 1, store });
  await session.audit(folder, {
    name: 'killed',
    identity: 'folder',
    onProgress: ({ done }) => process.stdout.write(`done ${done}\n`)
  });
  await session.close();
})();
