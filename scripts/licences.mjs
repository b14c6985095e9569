// npm run licences: writes kernel-lib/LICENCES.md, the licence of everything that comes with facegauge or that setting it up brings.
// It is committed, so that it can be read without installing anything; test/unit/licences.test.ts holds it to the lock files.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at, python } from './environment.mjs';

const read = (...parts) => fs.readFileSync(at(...parts), 'utf8');

/** Packages that a workspace needs when it runs, from the lock file, those of other platforms included: [name, version, licence]. */
export function npmPackages(workspace) {
  const { packages } = JSON.parse(read('package-lock.json'));
  const found = new Map();
  const visit = place => {
    const entry = packages[place];
    if (entry.link || found.has(place)) return;
    found.set(place, entry);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entry;
    const peers = Object.keys(peerDependencies ?? {}).filter(name => !peerDependenciesMeta?.[name]?.optional);
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      const resolved = resolve(packages, place, name);
      if (resolved) visit(resolved);
    }
  };
  visit(workspace);
  found.delete(workspace);
  const rows = Array.from(found, ([place, { version, license }]) => [
    place.replace(/^.*node_modules\//, ''),
    version,
    license ?? olderField(place)
  ]);
  // One package may lie in several places.
  return sorted([...new Map(rows.map(row => [row.join(' '), row])).values()]);
}

/** As Node does: in the package's own node_modules, then in those of the folders around it. */
function resolve(packages, from, name) {
  for (
    let folder = from;
    ;
    folder = folder.includes('/node_modules/') ? folder.replace(/\/node_modules\/(@[^/]+\/)?[^/]+$/, '') : ''
  ) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (folder === '') return null;
  }
}

/** Before `license` there was `licenses`, which lock files do not repeat. */
function olderField(place) {
  const { licenses } = JSON.parse(read(place, 'package.json'));
  if (!licenses?.length)
    throw new Error(`${place} states no licence: look into its files and decide whether it can stay.`);
  return licenses.map(({ type }) => type).join(' AND ');
}

/** What the Python lock file names: [name, versions]. */
export function pythonPackages() {
  const versions = new Map();
  for (const [, name, version] of read('scripts', 'requirements.txt').matchAll(/^([\w.-]+)==(\S+)/gm))
    versions.set(name, [...(versions.get(name) ?? []), version]);
  return Array.from(versions, ([name, all]) => [name, all.join(', ')]);
}

/** Of those installed in `.venv`, from their own metadata; of those for other platforms, as it was written before. */
function pythonLicences() {
  const script = `
import importlib.metadata as m, json, re
def licence(meta):
    text = meta.get('License-Expression') or ''
    told = [c.split(' :: ')[-1] for c in meta.get_all('Classifier') or [] if c.startswith('License :: ') and c != 'License :: OSI Approved']
    short = (meta.get('License') or '').strip()
    plain = short not in ('', 'UNKNOWN') and len(short) < 60 and '\\n' not in short
    return text or (short if plain else '') or ' AND '.join(told)
print(json.dumps({re.sub('[-_.]+', '-', d.metadata['Name']).lower(): licence(d.metadata) for d in m.distributions()}))`;
  const installed = JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8' }));
  const before = new Map(
    Array.from(
      (fs.existsSync(at('kernel-lib', 'LICENCES.md')) ? read('kernel-lib', 'LICENCES.md') : '').matchAll(
        /^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm
      ),
      row => [`${row[1]} ${row[2]}`, row[3]]
    )
  );
  return pythonPackages().map(([name, version]) => {
    const licence = installed[name] || before.get(`${name} ${version}`);
    if (!licence) throw new Error(`${name} ${version} states no licence here: write its row into LICENCES.md by hand.`);
    return [name, version, licence];
  });
}

const sorted = rows => rows.sort(([a, v], [b, w]) => (a === b ? (v < w ? -1 : 1) : a < b ? -1 : 1));
export const table = rows =>
  ['| package | version | licence |', '|---|---|---|', ...rows.map(row => `| ${row.join(' | ')} |`)].join('\n');

function text() {
  const library = npmPackages('kernel-lib');
  const names = new Set(library.map(([name, version]) => `${name} ${version}`));
  const extension = npmPackages('jupyterlab-ext').filter(([name, version]) => !names.has(`${name} ${version}`));
  return `# Licences

facegauge itself is under the Apache License 2.0 (LICENSE). Written by \`npm run licences\`.

## In the package
Networks: each model card in \`models/\` states its own. Fonts (\`kernel-lib/assets/fonts\`): made from Inter and
Noto Sans CJK SC, SIL Open Font License 1.1, which lies beside them. Sample pictures (\`notebooks/samples\`): CC0 and MIT, see their README.

## What \`npm install facegauge\` brings
**LGPL:** sharp decodes pictures with libvips and the libraries below it. On Linux and macOS they are shared libraries in a package of
their own (\`@img/sharp-libvips-*\`, LGPL-3.0-or-later), which can be replaced by others of the same interface; on Windows they lie in
\`@img/sharp-win32-*\`. Their sources: github.com/lovell/sharp-libvips. Only the package for the machine at hand is installed.

${table(library)}

## What building the sidebar needs besides
In the sidebar as it is installed are its own code and the runtimes of css-loader and style-loader (MIT); the packages below are
JupyterLab's own, which it shares.

${table(extension)}

## What setup installs into \`.venv\`
Python packages, those for other platforms and older Pythons included.

${table(pythonLicences())}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  fs.writeFileSync(at('kernel-lib', 'LICENCES.md'), text());
  console.log('LICENCES.md is written.');
}
