import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isSample, open, type Sample } from '../../../kernel-lib/src/session';
import { sample } from '../engine/pictures';

describe('verdicts on the sample gallery', function () {
  this.timeout(600_000);

  it('call no two people a match and no one person “no match” on good, expression, full-body and hand pictures', async () => {
    const rows = readFileSync(sample('samples.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(','))
      .filter(([, , condition]) => ['good', 'expression', 'full-body', 'hand'].includes(condition));
    const identity = new Map(rows.map(([file, person]) => [sample(file), person]));
    const session = await open({ device: 'cpu' });
    const samples: Sample[] = [];
    for await (const result of session.extractAll([...identity.keys()])) if (isSample(result)) samples.push(result);
    samples.sort((a, b) => (a.path! < b.path! ? -1 : 1));
    const falseMatches: string[] = [];
    const falseNonMatches: string[] = [];
    const pairs = { mated: 0, nonMated: 0 };
    for (let i = 0; i < samples.length; i++)
      for (let j = 0; j < i; j++) {
        const { verdict } = await session.compare(samples[j], samples[i]);
        const name = `${samples[j].path} ${samples[i].path}`.replaceAll(sample(''), '').replaceAll('/', '');
        const mated = identity.get(samples[i].path!) === identity.get(samples[j].path!);
        pairs[mated ? 'mated' : 'nonMated']++;
        if (mated && verdict === 'no-match') falseNonMatches.push(name);
        if (!mated && verdict === 'match') falseMatches.push(name);
      }
    await session.close();
    assert.deepEqual(pairs, { mated: 154, nonMated: 2124 });
    assert.deepEqual(falseNonMatches, []);
    assert.deepEqual(falseMatches, []);
  });
});
