import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (name: string): string => readFileSync(path.resolve(__dirname, '../..', name), 'utf8');

interface Locked {
  hasInstallScript?: boolean;
}

describe('scripts of installed packages', () => {
  const { allowScripts }: { allowScripts: Record<string, boolean> } = JSON.parse(read('package.json'));
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'));
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));

  it('are allowed or refused by name, each of them and no other', () => {
    assert.deepEqual(Object.keys(allowScripts).sort(), [...new Set(withScript)].sort());
  });

  it('do not run at `npm ci`, whatever the version of npm', () => {
    assert.ok(read('.npmrc').split('\n').includes('ignore-scripts=true'));
  });

  it('never fetch CUDA', () => {
    assert.equal(allowScripts['onnxruntime-node'], false);
  });
});
