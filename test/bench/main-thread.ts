/** What a page's main thread did, frame by frame, from Chromium's own trace: by the clock and in processor time. */
import type { IVisit } from '../browser/stage';

/** ms each. */
export interface IFrame {
  clock: number;
  /** Processor time of the main thread. */
  busy: number;
  /** The part of it in which a function of the extension was running, or something it had called. */
  ours: number;
}

interface IEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** µs, and so are `dur` and `tdur` (processor time). */
  ts: number;
  dur?: number;
  tdur?: number;
  id?: string;
  args: {
    name?: string;
    data?: {
      startTime?: number;
      cpuProfile?: { nodes?: INode[]; samples?: number[] };
      timeDeltas?: number[];
    };
  };
}

interface INode {
  id: number;
  parent?: number;
  callFrame: { url?: string };
}

/** Each frame of a page is marked so while it is traced: `performance.mark` in an animation frame. */
export const FRAME = 'facegauge-bench-frame';

/** Runs `work` in the page, which marks its frames, and tells of each what the main thread did. */
export async function traced({ page, context }: IVisit, work: () => Promise<unknown>): Promise<IFrame[]> {
  const browser = context.browser()!;
  const categories = ['toplevel', 'blink.user_timing', 'disabled-by-default-v8.cpu_profiler'];
  await browser.startTracing(page, { categories });
  let events: IEvent[];
  try {
    await work();
  } finally {
    events = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  }
  return framesOf(events);
}

function framesOf(events: IEvent[]): IFrame[] {
  const marks = events.filter(({ name }) => name === FRAME).sort((a, b) => a.ts - b.ts);
  if (marks.length < 2) throw new Error('The trace tells of no frames.');
  const { pid, tid } = marks[0];
  const tasks = events
    .filter(
      event => event.pid === pid && event.tid === tid && event.ph === 'X' && /RunTask$/.test(event.name) && event.tdur
    )
    .sort((a, b) => a.ts - b.ts || b.dur! - a.dur!);
  const samples = samplesOf(events.filter(event => event.pid === pid)).sort((a, b) => a.ts - b.ts);
  const frames = marks.slice(1).map((mark, i) => ({ from: marks[i].ts, to: mark.ts, busy: 0, ours: 0 }));
  let end = 0;
  for (const { ts, dur, tdur } of tasks) {
    // Tasks contain others that they run: those are counted with them.
    if (ts < end) continue;
    end = ts + dur!;
    const frame = frames.find(({ from, to }) => ts >= from && ts < to);
    if (!frame) continue;
    const within = samples.filter(sample => sample.ts >= ts && sample.ts < ts + dur!);
    frame.busy += tdur! / 1000;
    if (within.length > 0) frame.ours += (tdur! / 1000) * (within.filter(({ ours }) => ours).length / within.length);
  }
  return frames.map(({ from, to, busy, ours }) => ({ clock: (to - from) / 1000, busy, ours }));
}

/** When the profiler looked, and whether the extension's code was on the stack. */
function samplesOf(events: IEvent[]): { ts: number; ours: boolean }[] {
  const samples: { ts: number; ours: boolean }[] = [];
  for (const { id, args } of events.filter(({ name }) => name === 'Profile')) {
    const ours = new Map<number, boolean>();
    let at = args.data?.startTime ?? 0;
    for (const chunk of events.filter(event => event.name === 'ProfileChunk' && event.id === id)) {
      const { cpuProfile, timeDeltas = [] } = chunk.args.data ?? {};
      for (const { id: node, parent, callFrame } of cpuProfile?.nodes ?? []) {
        ours.set(node, /facegauge/.test(callFrame.url ?? '') || (parent !== undefined && ours.get(parent) === true));
      }
      (cpuProfile?.samples ?? []).forEach((node, i) => {
        at += timeDeltas[i];
        samples.push({ ts: at, ours: ours.get(node) ?? false });
      });
    }
  }
  return samples;
}
