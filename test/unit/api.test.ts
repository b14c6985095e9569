import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type typescript from 'typescript';

const ROOT = path.resolve(__dirname, '../..');
/** The compiler that checks cells: TypeScript 5.0. */
const ts = require('@tslab/typescript-for-tslab') as typeof typescript;

const CELL = `
import { open, isSample, isFailed, tune, type PictureResult, type Sample, type Session } from 'facegauge';
export async function cell(session: Session, results: PictureResult[]) {
  const samples: Sample[] = results.filter(isSample);
  const codes = results.filter(isFailed).map(({ error }) => error.code);
  const score: number | undefined = samples[0].components.HeadPoseYaw?.score;
  const sharp: number = samples[0].components.Sharpness.score;
  const { copies } = await (await open()).compare('a.jpg', samples[0], { copies: 4 });
  return [codes, score, sharp, copies?.standardError, session.pids];
}
export async function evaluated(session: Session) {
  const evaluation = await session.evaluate({ identities: 'people/' });
  await session.setPolicy((await evaluation.recommend({ fmr: 1e-4 })).policy, { persist: true });
  await evaluation.charts().det.save('det.svg');
  await tune(evaluation).save('tune.html');
  return (await session.sweep(['a.jpg'], { kinds: ['blur'] })).falls.blur;
}
// @ts-expect-error results are not made with new
export const made = (S: typeof import('facegauge')) => new S.Sample();
`;

describe('the public API, as a notebook’s compiler sees it', function () {
  this.timeout(240_000);
  const declarations = path.join(ROOT, 'kernel-lib/lib/index.d.ts');
  let program: typescript.Program;
  const file = path.join(ROOT, 'test', 'cell-that-is-not-there.ts');

  before(function () {
    if (!existsSync(declarations)) {
      console.log('      (skipped: kernel-lib is not built)');
      this.skip();
    }
    const options: typescript.CompilerOptions = {
      ...{
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        strict: true,
        noEmit: true,
        skipLibCheck: true
      },
      moduleResolution: ts.ModuleResolutionKind.Node10,
      types: ['node']
    };
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = name => name === file || fileExists(name);
    host.readFile = name => (name === file ? CELL : readFile(name));
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, CELL, rest[0]) : getSourceFile(name, ...rest);
    program = ts.createProgram([file, declarations], options, host);
  });

  it('type-checks, narrows results and has no constructor to call', () => {
    const found = program.getSemanticDiagnostics(program.getSourceFile(file));
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      []
    );
  });

  it('exports every type that its signatures name', () => {
    const checker = program.getTypeChecker();
    const resolved = (symbol: typescript.Symbol) =>
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const index = checker.getSymbolAtLocation(program.getSourceFile(declarations)!)!;
    const exported = new Set<typescript.Symbol>();
    const gather = (module: typescript.Symbol): void => {
      for (const one of checker.getExportsOfModule(module).map(resolved)) {
        if (exported.has(one)) continue;
        exported.add(one);
        if (one.flags & ts.SymbolFlags.ValueModule) gather(one);
      }
    };
    gather(index);
    const missing = new Set<string>();
    const look = (node: typescript.Node): void => {
      // Constructors of what is exported as a type alone cannot be called.
      if (ts.isConstructorDeclaration(node)) return;
      if (ts.getCombinedModifierFlags(node as typescript.Declaration) & ts.ModifierFlags.Private) return;
      const name = ts.isTypeReferenceNode(node)
        ? node.typeName
        : ts.isExpressionWithTypeArguments(node)
          ? node.expression
          : null;
      const symbol = name && checker.getSymbolAtLocation(name);
      if (symbol && !(symbol.flags & ts.SymbolFlags.TypeParameter)) {
        const meant = resolved(symbol);
        const ours = meant.declarations?.some(one => one.getSourceFile().fileName.includes('/kernel-lib/lib/'));
        if (ours && !exported.has(meant)) missing.add(meant.name);
      }
      ts.forEachChild(node, look);
    };
    for (const symbol of exported) {
      if (symbol.flags & ts.SymbolFlags.ValueModule) continue;
      symbol.declarations?.forEach(look);
    }
    assert.deepEqual([...missing].sort(), []);
  });
});
