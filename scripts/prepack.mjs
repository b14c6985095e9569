// The packed library carries the networks it needs: they are copied in beside `lib` just before packing.
import fs from 'node:fs';
import { at } from './environment.mjs';

const manifest = JSON.parse(fs.readFileSync(at('models', 'manifest.json'), 'utf8'));
const named = value =>
  value && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, v]) => (key === 'file' || key === 'card' ? [v] : named(v)))
    : [];

fs.rmSync(at('kernel-lib', 'models'), { recursive: true, force: true });
fs.mkdirSync(at('kernel-lib', 'models'));
for (const file of new Set(['manifest.json', ...named(manifest.networks)])) {
  fs.copyFileSync(at('models', file), at('kernel-lib', 'models', file));
}
fs.copyFileSync(at('LICENSE'), at('kernel-lib', 'LICENSE'));

// Whatever the umask of who made the checkout: the package is the same, byte for byte.
const { files, bin } = JSON.parse(fs.readFileSync(at('kernel-lib', 'package.json'), 'utf8'));
const commands = Object.values(bin).map(file => at('kernel-lib', file));
for (const name of ['package.json', 'README.md', ...files]) normalise(at('kernel-lib', name));

function normalise(place) {
  if (!fs.existsSync(place)) return;
  const isFolder = fs.statSync(place).isDirectory();
  fs.chmodSync(place, isFolder || commands.includes(place) ? 0o755 : 0o644);
  if (isFolder) for (const name of fs.readdirSync(place)) normalise(`${place}/${name}`);
}
