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
  class JupyterHandlerImpl {
    handleExecuteImpl(_content: object, _stream: unknown, write: unknown): void {
      jupyter.lastWriteDisplayData = write;
    }
  }
  class ZmqServer {
    publishStatus(_status: string, _request: object): void {}
  }
  const jupyter = { lastWriteDisplayData: null as unknown, JupyterHandlerImpl, ZmqServer };
  const server = new ZmqServer();
  const handler = new JupyterHandlerImpl();
  cache[publicFile] = { filename: publicFile, exports: exported } as NodeModule;
  cache[jupyterFile] = { filename: jupyterFile, exports: jupyter } as NodeModule;
  const scope = globalThis as { __tslab__?: unknown };
  scope.__tslab__ = { require: (id: string) => (id === 'tslab' ? exported : null) };
  const messages: Message[] = [];
  return {
    messages,
    execute(into: Message[] = messages) {
      handler.handleExecuteImpl({}, null, (content: any, update = false) =>
        into.push({ data: content.data, metadata: content.metadata, displayId: content.transient.display_id, update })
      );
    },
    /** As a notebook asks for it, with the cell's name. @returns what to call when the cell has ended */
    request(cellId: string): () => void {
      const request = { header: { msg_type: 'execute_request' }, metadata: { cellId }, content: {} };
      server.publishStatus('busy', request);
      handler.handleExecuteImpl(request.content, null, () => undefined);
      return () => server.publishStatus('idle', request);
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
