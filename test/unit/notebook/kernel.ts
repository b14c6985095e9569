import { createRequire } from 'node:module';
import path from 'node:path';

export interface Message {
  data: Record<string, any>;
  metadata: Record<string, any>;
  displayId: string | undefined;
  update: boolean;
}

/**
 * Stands in for a tslab kernel: the same global, and a `jupyter.js` beside a `public.js` in the module cache. `execute`
 * replaces the writer as tslab does for every cell.
 */
export function fakeKernel() {
  const cache = createRequire(__filename).cache as Record<string, NodeModule | undefined>;
  const folder = path.join(__dirname, 'no-such-tslab', 'dist');
  const [publicFile, jupyterFile] = ['public.js', 'jupyter.js'].map(name => path.join(folder, name));
  const exported = { display: {} };
  const jupyter: { lastWriteDisplayData: unknown } = { lastWriteDisplayData: null };
  cache[publicFile] = { filename: publicFile, exports: exported } as NodeModule;
  cache[jupyterFile] = { filename: jupyterFile, exports: jupyter } as NodeModule;
  const scope = globalThis as { __tslab__?: unknown };
  scope.__tslab__ = { require: (id: string) => (id === 'tslab' ? exported : null) };
  const messages: Message[] = [];
  return {
    messages,
    execute(into: Message[] = messages) {
      jupyter.lastWriteDisplayData = (content: any, update = false) =>
        into.push({ data: content.data, metadata: content.metadata, displayId: content.transient.display_id, update });
    },
    remove() {
      delete scope.__tslab__;
      delete cache[publicFile];
      delete cache[jupyterFile];
    }
  };
}

/** What is printed while `work` runs. */
export async function printed(work: () => Promise<void> | void): Promise<string[]> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (...values: unknown[]) => void lines.push(values.join(' '));
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}
