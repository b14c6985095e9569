import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { FacegaugeError } from '../../../kernel-lib/src/errors';
import { failedPicture, toResult } from '../../../kernel-lib/src/session/results';
import { DISPLAY, Sample, type NotAcquired } from '../../../kernel-lib/src/session';
import { context, extraction, failure } from './answers';

const sampleOf = (...args: Parameters<typeof extraction>) => toResult(extraction(...args), context()) as Sample;

describe('sample', () => {
  it('shows the whole picture on its card where it has it', () => {
    assert.deepEqual(sampleOf().toCard().original, new Uint8Array([7, 8, 9]));
    const without = toResult({ ...extraction(), preview: new Uint8Array(0) }, context()) as Sample;
    assert.equal(without.toCard().original, undefined);
    const nobody = toResult({ ...failure, preview: new Uint8Array(0) }, context()) as NotAcquired;
    assert.equal(nobody.toCard().picture, null);
  });

  it('has the JSON of the command line, key by key', () => {
    const json = JSON.parse(JSON.stringify(sampleOf()));
    assert.deepEqual(Object.keys(json), [
      'path',
      'sha256',
      'width',
      'height',
      'faces',
      'faceIndex',
      'box',
      'landmarks',
      'detectionScore',
      'embedding',
      'quality',
      'rawQuality',
      'logQuality',
      'qualityMap',
      'qualityBias',
      'components',
      'assessment',
      'findings',
      'advice',
      'warnings',
      'model',
      'device',
      'elapsedMs'
    ]);
    assert.equal(json.path, 'people/a.jpg');
    assert.deepEqual(json.box, { x: 10.12, y: 20, width: 100, height: 120 });
    assert.equal(json.assessment, 'trusted');
    assert.equal(json.elapsedMs, 15);
  });

  it('gives the embedding in JSON so that the same float32 come back', () => {
    const { embedding } = sampleOf();
    const back = Float32Array.from(JSON.parse(JSON.stringify(sampleOf())).embedding as number[]);
    assert.deepEqual(back, embedding);
  });

  it('echoes the key of a batch item, in JSON only where there is one', () => {
    const keyed = context({ key: 'row 7' });
    const failed = failedPicture(new FacegaugeError('EMPTY_FILE', 'a.jpg is empty.'), keyed);
    for (const result of [toResult(extraction(), keyed), toResult(failure, keyed), failed]) {
      assert.equal(result.key, 'row 7');
      assert.equal(result.toJSON().key, 'row 7');
    }
    assert.equal(sampleOf().key, null);
  });

  it('is plain data', () => {
    const { embedding, quality, source, thumbnail } = { ...sampleOf() };
    assert.equal(embedding.length, 512);
    assert.equal(quality, 0.8);
    assert.equal(source, 'people');
    assert.deepEqual([...thumbnail], [1, 2, 3]);
  });

  it('shows itself in a few lines, without the embedding', () => {
    const text = inspect(sampleOf());
    assert.match(text, /a\.jpg/);
    assert.match(text, /quality 0\.80 · Trusted/);
    assert.ok(text.split('\n').length < 10 && text.length < 600, text);
  });

  it('speaks Chinese where that is asked for', () => {
    assert.match(inspect(toResult(extraction(), context({ language: 'zh' }))), /质量分 0\.80 · 可信/);
  });

  it('keeps control characters of a file name from the console', () => {
    const text = inspect(toResult(extraction(), context({ image: 'a\u001b[2Jb\n.jpg' })));
    assert.ok(!text.includes('\u001b') && /Sample .*\.jpg\n {2}quality/.test(text), JSON.stringify(text));
  });

  it('has no detection score where nothing was detected', () => {
    const aligned = toResult(extraction(), context({ aligned: true })) as Sample;
    assert.equal(aligned.toJSON().detectionScore, null);
  });

  it('names the network of one’s own that gave the embedding', () => {
    const model = { id: 'net', recogniser: 'mine', mapScale: 0.5 };
    assert.equal((toResult(extraction(), context({ model })) as Sample).toJSON().recogniser, 'mine');
  });

  it('states the copies without its embeddings', () => {
    const answer = extraction();
    const { embedding } = answer.recognition;
    const logQuality = { mean: 1.4, standardError: 0.1 };
    answer.recognition.copies = {
      n: 2,
      quality: { mean: 0.79, standardError: 0.01 },
      logQuality,
      embeddings: [embedding, embedding]
    };
    const sample = toResult(answer, context()) as Sample;
    assert.deepEqual(sample.toJSON().copies, { n: 2, quality: { mean: 0.79, standardError: 0.01 }, logQuality });
    assert.match(inspect(sample), /quality 0\.80, mean of 2 disturbed copies 0\.790 ± 0\.010 ·/);
  });

  it('is assessed by the policy', () => {
    assert.deepEqual(
      [0.8, 0.5, 0.2, null].map(quality => sampleOf({ quality }).assessment),
      ['trusted', 'review', 'rejected', 'review']
    );
  });

  it('draws itself as a card of several MIME types', async () => {
    const answer = extraction();
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    answer.thumbnail = Buffer.from(png, 'base64');
    const bundle = await (toResult(answer, context()) as Sample)[DISPLAY]();
    assert.ok('image/png' in bundle && 'text/plain' in bundle && !('text/html' in bundle));
  });
});

describe('picture without a face', () => {
  const picture = toResult(failure, context()) as NotAcquired;

  it('has the JSON of the command line', () => {
    const { error, ...json } = JSON.parse(JSON.stringify(picture));
    assert.deepEqual(json, {
      path: 'people/a.jpg',
      sha256: 'cd'.repeat(32),
      width: 640,
      height: 480,
      faces: 0,
      assessment: 'not-acquired',
      findings: []
    });
    assert.equal(error.code, 'NO_FACE');
    assert.match(error.message, /a\.jpg/);
  });

  it('can be told from a sample', () => {
    assert.equal(picture.acquired, false);
    assert.equal(picture.quality, null);
    assert.match(inspect(picture), /No face detected/);
  });
});

describe('picture that could not be processed', () => {
  it('has the JSON of the command line', () => {
    const failed = failedPicture(new FacegaugeError('EMPTY_FILE', 'a.jpg is empty.'), context());
    assert.deepEqual(JSON.parse(JSON.stringify(failed)), {
      path: 'people/a.jpg',
      error: { code: 'EMPTY_FILE', message: 'a.jpg is empty.' }
    });
    assert.match(inspect(failed), /EMPTY_FILE: a\.jpg is empty\./);
  });
});
