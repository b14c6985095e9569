import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.resolve(__dirname, '../..');
const read = (...parts: string[]): string => readFileSync(path.join(ROOT, ...parts), 'utf8');

interface Bill {
  bomFormat: string;
  metadata: { component: { name: string } };
  components: { 'bom-ref': string; name: string; purl?: string; hashes?: { alg: string; content: string }[] }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

interface Licences {
  npmPackages(workspace: string): [name: string, version: string, licence: string][];
  pythonPackages(): [name: string, versions: string][];
  table(rows: string[][]): string;
}

describe('the list of licences', () => {
  const written = read('kernel-lib', 'LICENCES.md');
  let licences: Licences;
  before(async () => {
    licences = await import(pathToFileURL(path.join(ROOT, 'scripts/licences.mjs')).href);
  });

  it('names every npm package that comes with the library, as the lock file has it', () => {
    const rows = licences.npmPackages('kernel-lib');
    assert.ok(written.includes(licences.table(rows)), 'npm run licences');
    const names = rows.map(([name]) => name);
    for (const name of ['onnxruntime-node', 'sharp', '@img/sharp-libvips-linux-x64', 'vega', '@photostructure/sqlite'])
      assert.ok(names.includes(name), name);
    assert.deepEqual(
      rows.filter(([, , licence]) => !licence),
      []
    );
  });

  it('names the packages that have no licence field of today, and libvips under the LGPL', () => {
    assert.match(written, /^\| compute-gcd \| [\d.]+ \| MIT \|$/m);
    assert.match(written, /^\*\*LGPL:\*\* .*libvips/m);
    const lgpl = [...written.matchAll(/^\| (\S+) \| \S+ \| .*L?GPL.* \|$/gm)].map(([, name]) => name);
    for (const name of lgpl) assert.match(name, /^@img\/sharp-/, `${name}: say in LICENCES.md what this asks for`);
  });

  it('names every Python package that setup installs', () => {
    const packages = licences.pythonPackages();
    assert.ok(packages.length > 80);
    for (const [name, versions] of packages) assert.ok(written.includes(`\n| ${name} | ${versions} | `), name);
  });
});

describe('the bill of materials', function () {
  this.timeout(120_000);

  it('names every package of the library and every network, each with what it is known by, and nothing of development', async () => {
    const { sbom } = await import(pathToFileURL(path.join(ROOT, 'scripts/sbom.mjs')).href);
    const licences: Licences = await import(pathToFileURL(path.join(ROOT, 'scripts/licences.mjs')).href);
    const bill: Bill = sbom();
    assert.deepEqual([bill.bomFormat, bill.metadata.component.name], ['CycloneDX', 'facegauge']);
    const purls = new Set(bill.components.map(({ purl }) => purl));
    for (const [name, version] of licences.npmPackages('kernel-lib'))
      assert.ok(purls.has(`pkg:npm/${name.replace('@', '%40')}@${version}`), `${name} ${version}`);
    const known = new Set(['mocha', 'typescript', 'tslab', 'kernel-lib', path.basename(ROOT)]);
    assert.deepEqual(
      bill.components.filter(({ name }) => known.has(name)),
      []
    );
    const face = bill.components.find(({ name }) => name === 'rts-s/face.onnx');
    const content = createHash('sha256')
      .update(readFileSync(path.join(ROOT, 'models', 'face.onnx')))
      .digest('hex');
    assert.deepEqual(face?.hashes, [{ alg: 'SHA-256', content }]);
    const places = new Set(['facegauge', ...bill.components.map(component => component['bom-ref'])]);
    for (const { ref, dependsOn } of bill.dependencies)
      for (const place of [ref, ...(dependsOn ?? [])])
        assert.ok(places.has(place) || place.startsWith('facegauge@'), place);
  });
});

describe('the list of Python packages', () => {
  const lock = read('scripts', 'requirements.txt');

  it('has the direct ones in the versions asked for', () => {
    for (const [line] of read('scripts', 'requirements.in').matchAll(/^[\w-]+==\S+$/gm))
      assert.ok(lock.includes(`\n${line.replace('_', '-')} \\\n`), line);
  });

  it('has an exact version and SHA-256 for each', () => {
    const entries = lock
      .replace(/\\\n/g, '')
      .split('\n')
      .filter(line => /^\S/.test(line) && !line.startsWith('#'));
    assert.ok(entries.length > 80);
    for (const entry of entries) assert.match(entry, /^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/, entry.slice(0, 60));
  });
});
