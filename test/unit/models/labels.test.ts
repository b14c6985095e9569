import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readIdentities, readPairs } from '../../../kernel-lib/src/cli/models-labels';
import type { CalibrationRow } from '../../../kernel-lib/src/models';

describe('pictures of known people', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'facegauge-'));
  });

  afterEach(() => fs.rm(folder, { recursive: true }));

  const row = (identity: string): CalibrationRow => ({ identity, logQuality: 0, embedding: Float32Array.of(1) });

  it('are read from a folder a person, at any depth, links included', async () => {
    for (const file of ['ann/1.jpg', 'ann/2024/2.jpg', 'bob/1.jpg', 'notes.txt']) {
      await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await fs.writeFile(path.join(folder, file), '');
    }
    await fs.symlink(path.join(folder, 'bob/1.jpg'), path.join(folder, 'bob/2.jpg'));
    const { files, identityOf } = await readIdentities(folder);
    assert.deepEqual(
      files.map(file => [path.relative(folder, file), identityOf(file)]),
      [
        ['ann/1.jpg', 'ann'],
        ['ann/2024/2.jpg', 'ann'],
        ['bob/1.jpg', 'bob'],
        ['bob/2.jpg', 'bob']
      ]
    );
  });

  it('are refused where there are not at least two people', async () => {
    await fs.mkdir(path.join(folder, 'ann'));
    await fs.writeFile(path.join(folder, 'ann/1.jpg'), '');
    await assert.rejects(readIdentities(folder), { code: 'INVALID_ARGUMENT', message: /a folder for each person/ });
    await assert.rejects(readIdentities(path.join(folder, 'none')), { code: 'INVALID_ARGUMENT' });
  });

  it('are read from a list of pairs; pairs with a picture that failed are left out', async () => {
    const list = path.join(folder, 'pairs.csv');
    await fs.writeFile(list, '\ufeffid,a,b,mated\r\n1,x.jpg,"y, ""z"".jpg",1\r\n2,x.jpg,w.jpg,no\r\n\r\n');
    const { files, identityOf, select } = await readPairs(list);
    const [x, y, w] = ['x.jpg', 'y, "z".jpg', 'w.jpg'].map(name => path.join(folder, name));
    assert.deepEqual(files, [x, y, w]);
    assert.equal(identityOf(x), identityOf(y));
    assert.notEqual(identityOf(x), identityOf(w));
    const all = new Map([w, x, y].map(file => [file, row(identityOf(file))]));
    assert.deepEqual(select(all)[1], [
      [1, 2, true],
      [1, 0, false]
    ]);
    all.delete(y);
    assert.deepEqual(select(all)[1], [[1, 0, false]]);
  });

  it('name the line of a list that is no pair', async () => {
    const list = path.join(folder, 'pairs.csv');
    await fs.writeFile(list, 'a,b,mated\nx.jpg,y.jpg,1\nx.jpg,y.jpg,perhaps\n');
    await assert.rejects(readPairs(list), { code: 'INVALID_ARGUMENT', message: /Line 3/ });
    await fs.writeFile(list, 'left,right\nx,y\n');
    await assert.rejects(readPairs(list), { code: 'INVALID_ARGUMENT', message: /columns a, b and mated/ });
  });

  it('hold what spreadsheets write: line breaks in names, lines that are too short or too long', async () => {
    const list = path.join(folder, 'pairs.csv');
    await fs.writeFile(list, 'A;\n');
    await assert.rejects(readPairs(list), { code: 'INVALID_ARGUMENT', message: /columns a, b and mated/ });
    await fs.writeFile(list, 'a, b ,Mated,note\n"x\n1.jpg", y.jpg ,TRUE\nx.jpg,z.jpg,0,"far, ""away""",more\n');
    const { files } = await readPairs(list);
    assert.deepEqual(
      files.map(file => path.relative(folder, file)),
      ['x\n1.jpg', 'y.jpg', 'x.jpg', 'z.jpg']
    );
    await fs.writeFile(list, 'a,b,mated\nx.jpg,y.jpg,1\n"x.jpg,y.jpg,1\n');
    await assert.rejects(readPairs(list), { code: 'INVALID_ARGUMENT', message: /is no list of pairs: .*line 3/i });
    await fs.writeFile(list, 'a,b,mated\nx.jpg,,1\n');
    await assert.rejects(readPairs(list), { code: 'INVALID_ARGUMENT', message: /Line 2 .* is no pair: x\.jpg,,1/ });
  });
});
