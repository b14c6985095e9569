/**
 * Fills a store as twenty hours of work and two audits would have: `record.ts ROOT HOURS`, in the folder ROOT, which has the
 * pictures in `samples/`. Everything in it is a result of the networks; only the clock is another one.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { open } from '../../kernel-lib/src';

const HOUR = 3_600_000;
const SOURCES = ['gate 1', 'gate 2', 'gate 3'];

async function main(): Promise<void> {
  const [root, hours] = [process.argv[2], Number(process.argv[3])];
  const store = path.join(root, 'facegauge.db');
  const folder = path.join(root, 'samples');
  const pictures = readdirSync(folder)
    .filter(name => /\.(jpg|png)$/.test(name))
    .map(name => path.join(folder, name));
  const clock = Date.now.bind(Date);
  let back = 0;
  Date.now = () => clock() - back;

  const session = await open({ store, language: 'en' });
  const size = Math.ceil(pictures.length / hours);
  for (let hour = 0; hour * size < pictures.length; hour++) {
    back = (hours - hour) * HOUR;
    const batch = pictures.slice(hour * size, (hour + 1) * size);
    const items = batch.map((image, i) => ({
      image,
      source: SOURCES[(hour + i) % SOURCES.length],
      identity: path.basename(image).slice(0, 3)
    }));
    for await (const result of session.extractAll(items)) void result;
    await session.recorded();
  }
  back = 2 * HOUR;
  await session.audit(pictures.slice(0, Math.ceil(pictures.length / 2)), { name: 'intake of March' });
  back = 0;
  await session.audit(pictures.slice(Math.ceil(pictures.length / 2)), { name: 'intake of April' });
  await session.setPolicy({ qualityReject: 0.42 }, { note: 'after the trial at gate 3' });
  await session.setPolicy({ qualityReject: 0.4 }, { note: 'too many taken again' });
  await session.close();
}

void main();
