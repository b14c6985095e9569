import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const STATIC = path.resolve(__dirname, '../../../jupyterlab-ext/jupyterlab_facegauge/labextension/static');
const LIMIT = 120_000;

/** What every reader's browser fetches before the sidebar is there. */
describe('the bundle of the JupyterLab extension', () => {
  before(function () {
    if (!existsSync(STATIC)) {
      console.log('    skipped: the extension is not built here; `npm run build -w jupyterlab-ext` does it');
      this.skip();
    }
  });

  it(`is no more than ${LIMIT / 1000} kB, compressed`, () => {
    const sizes = readdirSync(STATIC)
      .filter(name => name.endsWith('.js'))
      .map(name => [name, gzipSync(readFileSync(path.join(STATIC, name)), { level: 9 }).length] as const);
    assert.ok(
      sizes.some(([name]) => name.startsWith('remoteEntry.')),
      'no entry was built'
    );
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
    assert.ok(total <= LIMIT, `${total} bytes: ${sizes.map(size => size.join(' ')).join(', ')}`);
  });
});
