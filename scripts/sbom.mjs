// npm run -s sbom: what the npm package `facegauge` brings, as CycloneDX on standard output: packages of the lock file as npm names them, those
// of other platforms included, and the embedded networks. The same checkout gives the same text.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at, root } from './environment.mjs';
import { npmPackages } from './licences.mjs';

/**
 * npm is asked for everything, and what the library does not bring is left out here: its own `--omit dev` also drops what library and
 * development share (npm 11.19: commander …).
 */
export function sbom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, shell: process.platform === 'win32' };
  const { metadata, components, dependencies, ...rest } = JSON.parse(execFileSync('npm', args, options));
  // Number and time of each writing would make two writings of one checkout differ; both are optional.
  const { serialNumber: _, ...constant } = rest;
  const library = components.find(({ purl }) => purl.startsWith('pkg:npm/facegauge@'));
  const shipped = new Set(npmPackages('kernel-lib').map(([name, version]) => purlOf(name, version)));
  const packages = components.filter(({ purl }) => shipped.has(purl));
  const kept = new Set([library, ...packages].map(component => component['bom-ref']));
  const models = networks();
  return {
    ...constant,
    // npm calls a workspace by its folder.
    metadata: { tools: metadata.tools, component: { ...library, name: 'facegauge' } },
    components: [...packages, ...models],
    dependencies: dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({
        ref,
        dependsOn: [
          ...dependsOn.filter(place => kept.has(place)),
          ...(ref === library['bom-ref'] ? models.map(model => model['bom-ref']) : [])
        ]
      }))
  };
}

const purlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** From the manifest, which the model cards explain. */
function networks() {
  const manifest = JSON.parse(fs.readFileSync(at('models', 'manifest.json'), 'utf8'));
  return Object.entries(manifest.networks).flatMap(([id, entry]) =>
    files(entry).map(({ file, sha256 }) => ({
      'bom-ref': `network:${id}/${file}`,
      type: 'machine-learning-model',
      name: `${id}/${file}`,
      description: entry.title,
      hashes: [{ alg: 'SHA-256', content: sha256 }]
    }))
  );
}

const files = value =>
  value && typeof value === 'object'
    ? [...(value.file && value.sha256 ? [value] : []), ...Object.values(value).flatMap(files)]
    : [];

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(sbom(), null, 2));
