import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkInput, checkOptions } from '../../../kernel-lib/src/engine/request';
import { FacegaugeError } from '../../../kernel-lib/src/errors';

const invalid = (pattern: RegExp) => (error: unknown) =>
  error instanceof FacegaugeError && error.code === 'INVALID_ARGUMENT' && pattern.test(error.message);

describe('addresses', () => {
  it('are said not to be fetched', () => {
    for (const address of [
      'https://a.b/c.jpg',
      's3://a/b.jpg',
      new URL('https://a.b/c.jpg'),
      `data:image/png;base64,${'A'.repeat(9999)}`
    ])
      assert.throws(
        () => checkInput(address),
        (error: any) =>
          error.code === 'INVALID_ARGUMENT' && /nothing is fetched/.test(error.message) && error.message.length < 300
      );
    assert.equal(checkInput('C:\\\\a.jpg').length > 0, true);
  });
});

describe('what the engine is asked', () => {
  it('takes paths, file: URLs and bytes', () => {
    assert.equal(checkInput('some/face.jpg'), path.resolve('some/face.jpg'));
    assert.equal(checkInput(pathToFileURL('/a/脸 😀.jpg')), '/a/脸 😀.jpg');
    const bytes = new Uint8Array(3);
    assert.equal(checkInput(bytes), bytes);
  });

  it('refuses anything else by name', () => {
    assert.throws(() => checkInput(new URL('https://example.org/a.jpg')), invalid(/https:\/\/example\.org\/a\.jpg/));
    assert.throws(() => checkInput(42 as never), invalid(/42/));
    assert.throws(() => checkInput(''), invalid(/""/));
  });

  it('refuses options out of range, naming option, range and value', () => {
    assert.throws(() => checkOptions({ copies: 0 }), invalid(/copies.*1 to 64.*0/));
    assert.throws(() => checkOptions({ copies: 1.5 }), invalid(/copies/));
    assert.throws(() => checkOptions({ minFace: NaN }), invalid(/minFace/));
    assert.throws(
      () => checkOptions({ face: 'smallest' as never }),
      invalid(/face.*'largest' or 'central'.*"smallest"/)
    );
    assert.throws(() => checkOptions({ detail: 'full' as never }), invalid(/detail/));
    assert.throws(() => checkOptions({ preview: 0 as never }), invalid(/preview/));
    assert.throws(() => checkOptions({ aligned: 'yes' as never }), invalid(/aligned/));
  });

  it('accepts the limits themselves', () => {
    checkOptions({ copies: 64, minFace: 6, seed: 0xffffffff, detail: 'occlusion', face: 'central', aligned: false });
  });
});
