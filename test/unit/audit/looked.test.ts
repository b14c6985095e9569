import assert from 'node:assert/strict';
import path from 'node:path';
import { firstOf, lookFor, type Look } from '../../../kernel-lib/src/audit/looked';
import { parametersOf, type SampleFilter, type SampleSort } from '../../../kernel-lib/src/audit/filter';
import { failure } from '../store/sample';
import { useStoredAudit } from './stored-audit';

const names = (rows: Iterable<{ path: string | null }>): string[] =>
  [...rows].map(one => path.basename(one.path!, '.jpg'));

describe('pictures that a run must be looked through for', () => {
  const the = useStoredAudit();
  const { row, auditOf } = the;

  it('are the same whichever way is the soonest', async () => {
    const plain = Array.from({ length: 120 }, (_, i) => {
      const place = `/data/${i % 4 ? 'Common' : 'rare'}_${i % 3}/p${i}.jpg`;
      const common = { path: place, source: i % 40 ? 'gate' : 'door', tags: { light: i % 5 ? 'lamp' : 1 } };
      return { place, quality: i % 7 ? ((i * 37) % 20) / 20 : null, i, common };
    });
    const audit = await auditOf(
      'looked',
      plain.map(({ quality, i, common }) =>
        quality === null ? failure(`f${i}`, 'NO_FACE', common) : row(`r${i}`, { ...common, quality, thumbnail: null })
      )
    );
    const cases: [SampleFilter, (one: (typeof plain)[number]) => boolean][] = [
      [{ text: 'RARE_0' }, ({ place }) => place.includes('rare_0')],
      [{ text: 'common' }, ({ place }) => place.includes('Common')],
      [{ text: '/data%' }, () => false],
      [{ text: 'nowhere' }, () => false],
      [{ tags: { light: 'lamp' } }, ({ i }) => i % 5 > 0],
      [{ tags: { light: '1' } }, ({ i }) => i % 5 === 0],
      [{ tags: { light: true }, text: 'p1' }, ({ i, place }) => i % 5 === 0 && place.includes('p1')],
      [{ tags: { lamp: 'lamp' } }, () => false],
      [
        { text: 'rare', quality: { from: 0.3, below: 0.8 } },
        ({ place, quality }) => place.includes('rare') && quality !== null && quality >= 0.3 && quality < 0.8
      ],
      [{ text: 'a', source: 'door' }, ({ common }) => common.source === 'door']
    ];
    const idOf = new Map([...audit.samples()].map(one => [one.path, one.id]));
    let times = 0;
    for (const [filter, holds] of cases)
      for (const sort of ['came', 'worst', 'best'] as SampleSort[])
        for (const [few, stored, seen] of [
          [false, 1, 10],
          [false, 1, 1000],
          [false, 1e9, 10],
          [true, 1, 10]
        ] as const) {
          const ranked = sort === 'came' ? {} : { byQuality: 1 };
          // What is asked for the first time is not known yet.
          const parameters = { ...parametersOf(filter, the.policy), ...ranked, time: ++times };
          const look: Look = { run: audit.run, parameters, sort, few, pictures: 120, stored };
          const glance = { came: seen, worst: seen, best: seen };
          const expected = plain.filter(holds).filter(({ quality }) => sort === 'came' || quality !== null);
          if (sort !== 'came') expected.sort((a, b) => a.quality! - b.quality! || a.i - b.i);
          if (sort === 'best') expected.reverse();
          const said = `${JSON.stringify(filter)} ${sort} ${few} ${stored} ${seen}`;
          const ids = expected.map(({ place }) => idOf.get(place));
          assert.deepEqual([...lookFor(the.store, look, glance)], ids, said);
          const first = firstOf(the.store, look, 3, 2, glance);
          if (first) assert.deepEqual(first, ids.slice(2, 5), said);
          if (!few && seen === 1000) assert.ok(first, said);
        }
  });

  it('are named by a gallery, so that it can be paged through natively, and by no other', async () => {
    const audit = await auditOf(
      'named',
      ['a', 'b', 'c'].map((name, i) => row(name, { path: `/out of sight/${name}.jpg`, quality: (3 - i) / 10 }))
    );
    type Bundle = Record<string, { ids?: number[]; total: number }>;
    const shown = (gallery: object): Promise<Bundle> =>
      (gallery as Record<symbol, () => Promise<Bundle>>)[Symbol.for('Jupyter.display')]();
    const mime = 'application/vnd.facegauge.gallery+json';
    const { [mime]: texted } = await shown(audit.gallery({ text: 'SIGHT' }, { size: 1, page: 2 }));
    assert.deepEqual(texted.ids, [...audit.samples()].map(({ id }) => id).reverse());
    assert.equal(texted.total, 3);
    assert.equal((await shown(audit.gallery({}, { size: 1 })))[mime].ids, undefined);
  });

  it('are looked for anew once the run has changed', async () => {
    const audit = await auditOf(
      'changing',
      ['a', 'b', 'c'].map((name, i) => row(name, { path: `/x/seen ${name}.jpg`, quality: i / 10 }))
    );
    const seen = () => [
      audit.count({ text: 'SEEN' }),
      names(audit.gallery({ text: 'seen' }, { size: 2 }).next().samples)
    ];
    assert.deepEqual(seen(), [3, ['seen c']]);
    assert.deepEqual(seen(), [3, ['seen c']]);
    await the.store.remove({ path: '/x/seen b.jpg' });
    assert.deepEqual(seen(), [2, []]);
    assert.throws(() => audit.samples({ text: 'x'.repeat(20_000) }), { code: 'INVALID_ARGUMENT' });
  });
});
