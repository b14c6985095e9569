/**
 * A session of the library that uses a store: FILE. Says qualityReject when it is open, and again as soon as it is another one.
 * For the test that a threshold set in the sidebar reaches running sessions.
 */
import { open } from '../../../kernel-lib/src/session';

async function main(): Promise<void> {
  const session = await open({ store: process.argv[2], device: 'cpu', processes: 1 });
  const before = session.policy.qualityReject;
  process.stdout.write(`${before}\n`);
  while (session.policy.qualityReject === before) await new Promise(resolve => setTimeout(resolve, 50));
  process.stdout.write(`${session.policy.qualityReject} ${session.policy.origin.qualityReject}\n`);
  await session.close();
}

void main();
