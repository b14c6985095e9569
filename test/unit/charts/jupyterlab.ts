/** The Vega-Lite that JupyterLab ships, out of its own bundle: what a notebook's charts are compiled with there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import * as vega from 'vega';
import type { compile as Compile } from 'vega-lite';

interface VegaLite {
  version: string;
  compile: typeof Compile;
}

type Module = (module: { exports: unknown }, exports: unknown, require: unknown) => void;

/** null where no JupyterLab is installed beside the checkout or a checkout near it. */
export function jupyterLabVegaLite(version = '5.6.1'): VegaLite | null {
  const folder = staticFolder();
  if (!folder) return null;
  const files = readdirSync(folder).filter(file => /^\d+\..*\.js$/.test(file));
  const texts = new Map(files.map(file => [file, readFileSync(path.join(folder, file), 'utf8')]));
  const modules: Record<string, Module> = {};
  const load = (text: string): void => {
    const self: Record<string, [unknown, Record<string, Module>][]> = {};
    vm.runInThisContext(`(function (self) {${text}\n})`)(self);
    for (const chunk of Object.values(self)[0] ?? []) Object.assign(modules, chunk[1]);
  };
  const main = [...texts.values()].find(text => text.includes(`="${version}"`) && text.includes('vega-lite'));
  if (!main) return null;
  load(main);
  const found = Object.keys(modules);
  const cache: Record<string, { exports: unknown }> = {};
  const requireModule = Object.assign(
    (id: string): unknown => {
      if (cache[id]) return cache[id].exports;
      for (const text of texts.values()) {
        if (modules[id]) break;
        if (new RegExp(`[,{]${id}\\(`).test(text)) load(text);
      }
      const module = (cache[id] = { exports: {} as unknown });
      // What the bundle shares with others is vega.
      if (!modules[id]) return vega;
      modules[id].call(module.exports, module, module.exports, requireModule);
      return module.exports;
    },
    {
      d: (target: object, getters: Record<string, () => unknown>) => {
        for (const [key, get] of Object.entries(getters)) Object.defineProperty(target, key, { enumerable: true, get });
      },
      r: () => undefined,
      n: (module: { __esModule?: boolean; default?: unknown }) => {
        const get = () => (module?.__esModule ? module.default : module);
        return Object.assign(get, { a: get });
      },
      o: (object: object, key: string) => Object.prototype.hasOwnProperty.call(object, key),
      g: globalThis
    }
  );
  for (const id of found) {
    const exported = requireModule(id) as Partial<VegaLite>;
    if (typeof exported.compile === 'function' && exported.version === version) return exported as VegaLite;
  }
  return null;
}

function staticFolder(): string | null {
  const root = path.resolve(__dirname, '../../..');
  for (const checkout of [root, path.join(root, '../../main')]) {
    const lib = path.join(checkout, '.venv/lib');
    if (!existsSync(lib)) continue;
    for (const python of readdirSync(lib)) {
      const folder = path.join(lib, python, 'site-packages/jupyterlab/static');
      if (existsSync(folder)) return folder;
    }
  }
  return null;
}
