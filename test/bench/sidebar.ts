/**
 * `npm run bench -- sidebar`: a real JupyterLab in headless Chromium. How much its start costs with the extension and without,
 * in turns; from loading the page to what the sidebar shows over a large store and beside none; and what the main thread does
 * while the samples are scrolled. FACEGAUGE_BENCH_STORE names the store (see `store.ts`), else one of FACEGAUGE_BENCH_ROWS
 * (here 100,000) is made, whose worst pictures have thumbnails; CHROMIUM names a browser. On a machine with much else to do
 * processor time is what can be believed.
 */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Store } from '../../kernel-lib/src/store';
import { type IVisit, Stage } from '../browser/stage';
import { fill, ROWS } from './filled';
import { FRAME, type IFrame, traced } from './main-thread';
import { type Figure, median, report } from './report';
import { Opened, step } from './steps';

const STARTS = 8;
const PAINTS = 5;
const SCROLLED_MS = 10_000;
/** Of a row of thumbnails, px. */
const ROW = 98;

/** ms until JupyterLab has restored its layout, by the clock and in processor time of the page's main thread, and the latter until rest. */
interface IStart {
  clock: number;
  restored: number;
  rested: number;
}

async function started({ context }: IVisit, { lab }: Stage): Promise<IStart> {
  const page = await context.newPage();
  try {
    const cdp = await context.newCDPSession(page);
    // Playwright's types do not know that metrics can be of processor time.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`${lab.url('lab')}&reset`);
    await page.waitForFunction('window.jupyterapp !== undefined');
    const busy = async (): Promise<number> => {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
    };
    const clock = await page.evaluate<number>('jupyterapp.restored.then(() => performance.now())');
    const restored = await busy();
    await page.waitForTimeout(2000);
    return { clock, restored, rested: await busy() };
  } finally {
    await page.close();
  }
}

async function starts(opened: Opened, empty: Stage): Promise<Figure[]> {
  const bare = opened.add(
    await step('a JupyterLab without the extension', 240, () =>
      Stage.open('bench-bare', () => undefined, { bare: true })
    )
  );
  const [ours, theirs] = [await empty.visit(), await bare.visit()];
  const pairs: [IStart, IStart][] = [];
  // The first of each fills the browser's cache and is not counted.
  for (let i = 0; i <= STARTS; i++) {
    const pair = await step(`start ${i} of ${STARTS}, without the extension and with it`, 240, async () => {
      const without = await started(theirs, bare);
      return [without, await started(ours, empty)] as [IStart, IStart];
    });
    if (i > 0) pairs.push(pair);
  }
  await opened.close(bare);
  await ours.context.close();
  const more = (key: keyof IStart): number => median(pairs.map(([without, with_]) => with_[key] - without[key]));
  const alone = (key: keyof IStart): number => median(pairs.map(([without]) => without[key]));
  return [
    {
      name: "JupyterLab's start without the extension: main thread",
      value: alone('restored'),
      unit: ' ms',
      target: null
    },
    { name: '… more with it (median of differences)', value: more('restored'), unit: ' ms', target: 50 },
    { name: '… and until the page has come to rest: without it', value: alone('rested'), unit: ' ms', target: null },
    { name: '… more with it', value: more('rested'), unit: ' ms', target: null },
    { name: '… by the clock: without it', value: alone('clock'), unit: ' ms', target: null },
    { name: '… more with it', value: more('clock'), unit: ' ms', target: null }
  ];
}

/** Everything that was ever processed: the range stays chosen when the page is loaded again, and so does the sidebar. */
async function settle({ page, desk }: IVisit, { lab }: Stage): Promise<void> {
  await page.goto(`${lab.url('lab')}&reset`);
  await desk.showSidebar();
  await desk.range('all');
  // The layout is kept a moment after it changed.
  await page.waitForTimeout(5000);
}

/** ms from the beginning of loading until the sidebar is there, and until it says what it has to say. */
async function painted({ page }: IVisit, { lab }: Stage, last: string): Promise<[number, number]> {
  await page.goto(lab.url('lab'));
  const now = async (selector: string): Promise<number> => {
    await page.locator(selector).first().waitFor();
    return page.evaluate<number>('performance.now()');
  };
  return [await now('#facegauge-sidebar'), await now(last)];
}

async function paints(empty: Stage, without: IVisit, full: Stage, filled: IVisit): Promise<Figure[]> {
  await step('opening the sidebar without a store', 180, () => settle(without, empty));
  await step('opening the sidebar over the store', 180, () => settle(filled, full));
  const times: [number, number][][] = [];
  for (let i = 1; i <= PAINTS; i++) {
    await step(`loading the page ${i} of ${PAINTS}, without a store and with`, 240, async () => {
      times.push([
        await painted(without, empty, '#facegauge-sidebar .fg-Samples .fg-Note:not([role="status"])'),
        await painted(filled, full, '#facegauge-sidebar .fg-Tile')
      ]);
    });
  }
  const all = (which: 0 | 1): number => median(times.map(pair => pair[which][1]));
  const own = (which: 0 | 1): number => median(times.map(pair => pair[which][1] - pair[which][0]));
  const ratio = median(times.map(([none, some]) => some[1] / none[1]));
  return [
    { name: 'loading the page until all is said: no store', value: all(0), unit: ' ms', target: null },
    { name: '… over the store', value: all(1), unit: ' ms', target: null },
    { name: '… the latter ÷ the former (median of ratios)', value: ratio, unit: ' ×', target: 2 },
    { name: 'from the sidebar being there on: no store', value: own(0), unit: ' ms', target: null },
    { name: '… over the store', value: own(1), unit: ' ms', target: null }
  ];
}

/** As fast as a hand turns a wheel: half a row a frame. Runs in the browser; tells how far it came. */
function scroll({ page }: IVisit): Promise<{ top: number; pictures: number }> {
  return page.evaluate(`new Promise(done => {
    const grid = document.querySelector('#facegauge-sidebar .fg-Grid');
    const began = performance.now();
    const pictures = new Set();
    const step = now => {
      performance.mark('${FRAME}');
      for (const picture of grid.querySelectorAll('img')) pictures.add(picture.src);
      grid.scrollTop += ${ROW / 2};
      if (now - began < ${SCROLLED_MS}) return requestAnimationFrame(step);
      done({ top: grid.scrollTop, pictures: pictures.size });
    };
    requestAnimationFrame(step);
  })`);
}

async function scrolls(visit: IVisit): Promise<Figure[]> {
  let reached = { top: 0, pictures: 0 };
  await visit.page.locator('#facegauge-sidebar .fg-Grid').scrollIntoViewIfNeeded();
  const frames = await step('scrolling the samples', 180, () =>
    traced(visit, async () => (reached = await scroll(visit)))
  );
  await step('a picture of it', 60, () => visit.desk.picture('bench-sidebar'));
  const longest = (key: keyof IFrame): IFrame => frames.reduce((a, b) => (a[key] > b[key] ? a : b));
  const slow = longest('clock');
  return [
    {
      name: `frames while ${Math.round(reached.top / ROW)} rows, ${reached.pictures} thumbnails, pass`,
      value: frames.length,
      unit: '',
      target: null
    },
    { name: '… processor time of the main thread: the longest', value: longest('busy').busy, unit: ' ms', target: 100 },
    {
      name: "… the extension's part in the frame with the most of it",
      value: longest('ours').ours,
      unit: ' ms',
      target: null
    },
    { name: '… by the clock: the longest', value: slow.clock, unit: ' ms', target: null },
    { name: '… and processor time of the main thread in that one', value: slow.busy, unit: ' ms', target: null },
    {
      name: '… longer than 100 ms by the clock',
      value: frames.filter(({ clock }) => clock > 100).length,
      unit: '',
      target: null
    }
  ];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(process.env.FACEGAUGE_BENCH_FOLDER ?? tmpdir(), 'facegauge-bench-'));
  const file = path.resolve(process.env.FACEGAUGE_BENCH_STORE ?? path.join(folder, 'facegauge.db'));
  const opened = new Opened();
  try {
    const rows = process.env.FACEGAUGE_BENCH_ROWS ? ROWS : 100_000;
    if (!existsSync(file))
      await step(`a store of ${rows} pictures`, 3600, () => fill(file, { rows, thumbnails: true }));
    const store = Store.open(file, { readOnly: true });
    const { pictures } = store.summaryOf({ from: 0, to: Number.MAX_SAFE_INTEGER });
    await store.close();
    const empty = opened.add(
      await step('a JupyterLab without a store', 240, () => Stage.open('bench-empty', () => undefined))
    );
    const figures = await starts(opened, empty);
    const full = opened.add(
      await step('a JupyterLab with the store', 240, () =>
        Stage.open('bench-full', root => symlinkSync(file, path.join(root, 'facegauge.db')))
      )
    );
    const [without, filled] = [await empty.visit(), await full.visit()];
    figures.push(...(await paints(empty, without, full, filled)), ...(await scrolls(filled)));
    for (const visit of [without, filled])
      if (visit.complaints.length > 0) console.log(`  complaints: ${visit.complaints.join(' · ')}`);
    report(`The sidebar in JupyterLab, over ${pictures.toLocaleString('en')} pictures`, figures);
  } finally {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
