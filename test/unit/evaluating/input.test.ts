import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readInput } from '../../../kernel-lib/src/evaluating/input';

describe('what can be evaluated', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-input-'))));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    const place = path.join(folder, name);
    writeFileSync(place, text);
    return place;
  };

  it('is told by the columns, in any case, with a mark of Excel, quotes and empty lines', async () => {
    const pairs = await readInput(
      file('pairs.csv', '\ufeffA,B,Mated,subjects\r\n"x, y.jpg",z.jpg,1,anna\r\n\r\nz.jpg,w.jpg,no,anna;bert\r\n')
    );
    assert.deepEqual(pairs, {
      kind: 'pairs',
      pairs: [
        {
          a: path.join(folder, 'x, y.jpg'),
          b: path.join(folder, 'z.jpg'),
          mated: true,
          subjectA: 'anna',
          subjectB: 'anna'
        },
        {
          a: path.join(folder, 'z.jpg'),
          b: path.join(folder, 'w.jpg'),
          mated: false,
          subjectA: 'anna',
          subjectB: 'bert'
        }
      ]
    });
    const scores = await readInput(
      file('scores.csv', 'similarity,mated,qualityA,subjectA,subjectB\n0.5,1,0.9,a,a\n,0,,a,b\n')
    );
    assert.equal(scores.kind, 'scores');
    const rows = [];
    for await (const row of (scores as { scores: AsyncIterable<unknown> }).scores) rows.push(row);
    assert.deepEqual(rows, [
      { similarity: 0.5, mated: true, qualityA: 0.9, qualityB: null, subjectA: 'a', subjectB: 'a' },
      { similarity: null, mated: false, qualityA: null, qualityB: null, subjectA: 'a', subjectB: 'b' }
    ]);
    const identities = await readInput({ identities: file('ids.csv', 'file,identity,camera\na.jpg,anna,gate\n') });
    assert.deepEqual(identities, {
      kind: 'identities',
      pictures: [{ path: path.join(folder, 'a.jpg'), identity: 'anna' }]
    });
  });

  it('is a folder with a folder for each person', async () => {
    const people = path.join(folder, 'people');
    for (const name of ['anna', 'bert']) {
      mkdirSync(path.join(people, name), { recursive: true });
      writeFileSync(path.join(people, name, '1.jpg'), '');
    }
    writeFileSync(path.join(people, 'notes.txt'), '');
    assert.deepEqual(await readInput(people), {
      kind: 'identities',
      pictures: ['anna', 'bert'].map(identity => ({ path: path.join(people, identity, '1.jpg'), identity }))
    });
    await assert.rejects(readInput({ identities: path.join(people, 'anna') }), {
      code: 'INVALID_ARGUMENT',
      message: /each person/
    });
  });

  const refused: [name: string, text: string, message: RegExp][] = [
    ['an unknown column', 'a,b,mated,qualtyA\nx,y,1,2\n', /not known: qualtya/],
    ['a column that lacks', 'a,mated\nx,1\n', /lacks columns: it has a, mated, and needs/],
    ['a column twice', 'a,b,mated,a\nx,y,1,x\n', /twice/],
    ['a short row', 'a,b,mated\n\nx,y,1\nx,y\n', /Line 4 .*2 fields and not 3/],
    ['a short row behind a line break in quotes', 'a,b,mated\n"x\nx",y,1\nx,y\n', /Line 4 /],
    ['an open quote', 'a,b,mated\nx,"y,1\n', /no proper CSV/],
    ['a pair of one picture', 'a,b,mated\nx,,1\n', /Line 2 .* less than two/],
    ['a mated that is neither', 'a,b,mated\nx,y,1\nx,y,maybe\n', /Line 3 .*mated is "maybe"/],
    ['no rows', 'a,b,mated\n', /no rows/],
    ['nothing', '', /no rows/]
  ];
  for (const [name, text, message] of refused)
    it(`refuses ${name} and says where`, async () => {
      const place = file('wrong.csv', text);
      await assert.rejects(readInput(place), { code: 'INVALID_ARGUMENT', path: place, message });
    });

  it('refuses a score that is no number, in its line', async () => {
    const { scores } = (await readInput(file('s.csv', 'similarity,mated\n0.1,0\nhigh,1\n'))) as {
      scores: AsyncIterable<unknown>;
    };
    await assert.rejects(
      async () => {
        for await (const row of scores) void row;
      },
      { code: 'INVALID_ARGUMENT', message: /Line 3 .*similarity is "high"/ }
    );
  });

  it('says that a list is not there, and what else it is not', async () => {
    await assert.rejects(readInput({ pairs: path.join(folder, 'none.csv') }), { code: 'MISSING' });
    await assert.rejects(readInput({ pairs: folder }), { code: 'DIRECTORY' });
    await assert.rejects(readInput(5 as never), { code: 'INVALID_ARGUMENT' });
    await assert.rejects(readInput([{ x: 1 }] as never), { code: 'INVALID_ARGUMENT', message: /neither pairs/ });
  });
});
