import { writeFileSync } from 'node:fs';

/** Writes a notebook for the tslab kernel, one code cell a text. */
export function writeNotebook(file: string, cells: string[]): void {
  const notebook = {
    cells: cells.map((source, i) => ({
      cell_type: 'code',
      id: `cell-${i}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source
    })),
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5
  };
  writeFileSync(file, JSON.stringify(notebook));
}
