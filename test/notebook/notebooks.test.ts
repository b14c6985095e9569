import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment, NOTEBOOKS, PYTHON, requireSetup, ROOT, temporaryFolder } from './kernel';

const CARD = 'application/vnd.facegauge.card+json';
const names = readdirSync(NOTEBOOKS).filter(name => name.endsWith('.ipynb'));

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, any>;
  metadata?: Record<string, any>;
}
interface NotebookCell {
  cell_type: string;
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
  metadata: Record<string, unknown>;
}
interface Notebook {
  cells: NotebookCell[];
  metadata: { kernelspec: Record<string, string> };
}

const read = (file: string): Notebook => JSON.parse(readFileSync(file, 'utf8'));
const outputs = (notebook: Notebook) => notebook.cells.flatMap(cell => cell.outputs ?? []);
const cards = (notebook: Notebook) => outputs(notebook).filter(({ data }) => data && CARD in data);
const words = (text: string | string[] | undefined) => (Array.isArray(text) ? text.join('') : (text ?? ''));

describe('notebooks', function () {
  this.timeout(600_000);

  for (const name of names) {
    describe(name, () => {
      const committed = read(path.join(NOTEBOOKS, name));

      it('is committed as a reader should find it: executed, for tslab, small, without traces of a machine', () => {
        const { name: kernel, language } = committed.metadata.kernelspec;
        assert.deepEqual({ kernel, language }, { kernel: 'tslab', language: 'typescript' });
        assert.ok(statSync(path.join(NOTEBOOKS, name)).size < 1.5e6);
        const code = committed.cells.filter(({ cell_type }) => cell_type === 'code');
        assert.deepEqual(
          code.map(cell => cell.execution_count),
          code.map((_, i) => i + 1)
        );
        assert.ok(code.every(cell => !('execution' in cell.metadata)));
        assert.ok(outputs(committed).every(({ output_type, name }) => output_type !== 'error' && name !== 'stderr'));
        const text = JSON.stringify(committed.cells.map(cell => ({ ...cell, outputs: cell.outputs?.map(withoutPng) })));
        assert.ok(!text.includes(ROOT));
        assert.doesNotMatch(text, /["' (](\/(home|root|tmp|usr|work|Users|mnt|var)\/|[A-Z]:\\\\)/);
        assert.ok(outputs(committed).every(({ data }) => !data || !('text/html' in data)));
      });

      it('has pictures with a size and words beside each', () => {
        const pictures = outputs(committed).filter(({ data }) => data?.['image/png']);
        assert.ok(pictures.length > 0);
        for (const { data, metadata } of pictures) {
          assert.ok(metadata!['image/png'].width <= 760);
          assert.ok(metadata!['image/png'].alt.length > 10);
          assert.ok(words(data!['text/plain']).length > 20);
        }
      });

      it('runs on the real kernel and says what the committed outputs say', async () => {
        const { folder, remove } = temporaryFolder();
        try {
          const copy = path.join(folder, name);
          const script = path.join(ROOT, 'scripts', 'execute_notebook.py');
          const env = environment(path.join(folder, 'facegauge.db'));
          await promisify(execFile)(PYTHON, [script, path.join(NOTEBOOKS, name), copy], { env });
          const executed = read(copy);
          assert.ok(outputs(executed).some(({ data }) => data?.['image/png']));
          assert.ok(outputs(executed).every(({ output_type, name }) => output_type !== 'error' && name !== 'stderr'));
          const told = (notebook: Notebook) =>
            cards(notebook).map(({ data }) => [
              data![CARD].kind,
              data![CARD].verdict ?? data![CARD].assessment ?? null
            ]);
          assert.deepEqual(told(executed), told(committed));
        } finally {
          remove();
        }
      });
    });
  }

  before(requireSetup);

  it('teach every verdict on a pair', () => {
    const verdicts = cards(read(path.join(NOTEBOOKS, '02-compare-two-faces.ipynb'))).map(
      ({ data }) => data![CARD].verdict
    );
    assert.deepEqual([...new Set(verdicts)].sort(), ['match', 'no-match', 'recapture', 'review', 'unreliable']);
  });
});

function withoutPng({ data, ...output }: Output): Output {
  if (!data) return output;
  const { 'image/png': _, [CARD]: card, ...rest } = data;
  return { ...output, data: { ...rest, [CARD]: card && { ...card, crop: null, a: card.a?.path, b: card.b?.path } } };
}
