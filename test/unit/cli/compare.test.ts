import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { sample } from '../engine/pictures';
import { facegauge, jsonLines } from './command';

describe('facegauge compare', () => {
  it('gives one JSON object', async () => {
    const outcome = await facegauge(['compare', sample('p01-a.jpg'), sample('p01-b.jpg'), '--json']);
    assert.equal(outcome.code, 0, outcome.stderr);
    const [comparison] = jsonLines(outcome);
    assert.equal(comparison.verdict, 'match');
    assert.equal(comparison.reliable, true);
    assert.equal(comparison.thresholds.origin.similarityMatch, 'manifest');
    assert.equal(comparison.a.path, sample('p01-a.jpg'));
    assert.ok(comparison.similarity > comparison.thresholds.similarityMatch);
  });

  it('gives people the verdict in words', async () => {
    const { stdout } = await facegauge(['compare', sample('p01-a.jpg'), sample('p01-b.jpg'), '--lang', 'zh']);
    assert.match(stdout, /高置信匹配/);
  });

  it('ends with 1 and names the picture that is to blame', async () => {
    const [noFace, missing] = await Promise.all([
      facegauge(['compare', sample('p01-a.jpg'), sample('empty-path.jpg'), '--json']),
      facegauge(['compare', '/nowhere.jpg', sample('p01-a.jpg')])
    ]);
    assert.equal(noFace.code, 1);
    assert.deepEqual(Object.keys(jsonLines(noFace)[0]), ['path', 'error']);
    assert.equal(jsonLines(noFace)[0].error.code, 'NO_FACE');
    assert.equal(missing.code, 1);
    assert.equal(missing.stdout, '');
    assert.match(missing.stderr, /nowhere\.jpg.*\[MISSING\]/);
  });
});

describe('facegauge align', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'facegauge-align-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('writes a crop that scores as the picture does', async () => {
    const out = path.join(folder, 'crop.png');
    const { code, stderr } = await facegauge(['align', sample('p01-a.jpg'), out]);
    assert.equal(code, 0, stderr);
    const { width, height, format } = await sharp(out).metadata();
    assert.deepEqual([width, height, format], [112, 112, 'png']);
    const [crop, picture] = await Promise.all([
      facegauge(['score', out, '--aligned', '--json']),
      facegauge(['score', sample('p01-a.jpg'), '--json'])
    ]);
    const [a, b] = [jsonLines(crop)[0], jsonLines(picture)[0]];
    const cosine = a.embedding.reduce((sum: number, v: number, i: number) => sum + v * b.embedding[i], 0);
    assert.ok(cosine > 0.9999, `cosine ${cosine}`);
    assert.equal(a.detectionScore, null);
  });

  it('overwrites no picture and writes PNG only', async () => {
    const outcomes = await Promise.all([
      facegauge(['align', sample('p01-a.jpg'), sample('p01-a.jpg')]),
      facegauge(['align', sample('p01-a.jpg'), path.join(folder, 'crop.bmp')])
    ]);
    assert.deepEqual(
      outcomes.map(({ code }) => code),
      [2, 2]
    );
  });

  it('says that there is no face', async () => {
    const { code, stderr } = await facegauge(['align', sample('empty-path.jpg'), path.join(folder, 'none.png')]);
    assert.equal(code, 1);
    assert.match(stderr, /empty-path\.jpg.*\[NO_FACE\]/);
  });
});
