import assert from 'node:assert/strict';
import { View } from '../../../jupyterlab-ext/src/view';
import { bucketEnd, bucketFor, bucketStarts } from '../../../jupyterlab-ext/src/view/times';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-14T12:20:00Z');

describe('sidebar: the range', () => {
  const zone = process.env.TZ;
  before(() => (process.env.TZ = 'Asia/Kathmandu'));
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  const borders = (part: object): string[] => {
    const view = new View(() => NOON);
    view.range.set(part);
    const { from, to } = view.range.borders()!;
    return [from, to].map(time => new Date(time).toISOString());
  };

  it('is the reader’s day, their last 24 hours or their last days, whatever their zone', () => {
    assert.deepEqual(borders({ span: 'today' }), ['2026-03-13T18:15:00.000Z', '2026-03-14T18:15:00.000Z']);
    assert.deepEqual(borders({ span: '24h' }), ['2026-03-13T13:15:00.000Z', '2026-03-14T13:15:00.000Z']);
    assert.deepEqual(borders({ span: '7d' }), ['2026-03-07T18:15:00.000Z', '2026-03-14T18:15:00.000Z']);
  });

  it('asks without borders for everything and for one run', () => {
    const view = new View(() => NOON);
    view.range.set({ span: 'all', source: '' });
    assert.deepEqual(view.range.query(), { source: '' });
    view.range.set({ span: 'run', run: 3, source: null, by: 'taken' });
    assert.deepEqual(view.range.query(), { run: 3, by: 'taken' });
  });

  it('says that it changed only where it did', () => {
    const { range } = new View(() => NOON);
    let changes = 0;
    range.changed.connect(() => changes++);
    range.set({ span: '7d' });
    range.set({ span: '7d' });
    assert.equal(changes, 1);
  });
});

describe('sidebar: the view', () => {
  it('forgets a part of the range with the range, and keeps what is wrong with the pictures', () => {
    const view = new View();
    view.selection.show({ from: 1, to: 2, finding: 'dark' });
    view.range.set({ span: '30d' });
    assert.deepEqual(view.selection.state, { finding: 'dark' });
  });

  it('comes back as it was left, and passes over what was kept by something else', async () => {
    const kept = new Map<string, unknown>();
    const keeper = {
      fetch: async (id: string) => kept.get(id),
      save: async (id: string, value: never) => kept.set(id, JSON.parse(JSON.stringify(value)))
    };
    const view = new View();
    await view.keepIn(keeper);
    view.range.set({ span: 'run', run: 7, source: 'gate 3' });
    view.selection.set({ finding: 'mask', most: 0.4 });

    const next = new View();
    await next.keepIn(keeper);
    assert.deepEqual(next.range.state, view.range.state);
    assert.deepEqual(next.selection.state, { finding: 'mask', most: 0.4 });

    kept.set('facegauge:view', { range: { span: 'between', from: 'x' }, selection: { most: '0.4', finding: 3 } });
    const odd = new View();
    await odd.keepIn(keeper);
    assert.equal(odd.range.state.span, 'today');
    assert.deepEqual(odd.selection.state, {});
  });
});

describe('sidebar: buckets of time', () => {
  it('are as fine as the range allows', () => {
    assert.deepEqual(
      [6 * HOUR, 24 * HOUR, 168 * HOUR].map(length => bucketFor(0, length)),
      ['quarter', 'hour', 'day']
    );
  });

  it('leave no hole where nothing was processed, and none out', () => {
    const from = Date.parse('2026-03-14T00:00:00Z');
    const starts = bucketStarts(from, from + 4 * HOUR, 'hour', [from + 2 * HOUR, from + 2.5 * HOUR]);
    assert.deepEqual(
      starts.map(start => (start - from) / HOUR),
      [0, 1, 2, 2.5, 3]
    );
  });

  it('have days of 23 and 25 hours where the clocks change', () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Europe/Berlin';
    try {
      const [spring, autumn] = ['2026-03-28T23:00:00Z', '2026-10-24T22:00:00Z'].map(Date.parse);
      assert.equal((bucketEnd(spring, 'day') - spring) / HOUR, 23);
      assert.equal((bucketEnd(autumn, 'day') - autumn) / HOUR, 25);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
