/**
 * Which cell is being executed. tslab (1.0.22) does not tell, but JupyterLab and others name the cell in the metadata of their
 * request, whatever its text has become, and both ends of an execution can be listened to: `handleExecuteImpl`, which is
 * given a request's content and writer, and `publishStatus`, which is given the whole request. Where a front end names no cell
 * (nbclient) or tslab has changed, executions can be told apart and nothing more.
 */

/** One execution of a cell. */
export interface Execution {
  /** The cell's name in its notebook; null where it is not known (yet: of the first execution it is known when it ends). */
  cell: string | null;
}

type Content = object;
type Writer = object;

interface Request {
  header?: { msg_type?: string };
  metadata?: { cellId?: unknown };
  content?: Content;
}

/** The classes of tslab's `jupyter.js`. */
export interface Jupyter {
  JupyterHandlerImpl?: {
    prototype: { handleExecuteImpl?: (content: Content, stream: unknown, writer: Writer) => unknown };
  };
  ZmqServer?: { prototype: { publishStatus?: (status: string, request: Request) => unknown } };
}

const byWriter = new WeakMap<Writer, Execution>();
const watched = new WeakSet<Jupyter>();

/** The execution that writes with `writer`. From the first call on, executions are listened to. */
export function executionOf(writer: Writer, jupyter: Jupyter): Execution {
  const execution = byWriter.get(writer) ?? { cell: null };
  byWriter.set(writer, execution);
  watch(jupyter, execution);
  return execution;
}

/** @param running had begun before anybody listened; it is the first to end of those whose beginning was not heard */
function watch(jupyter: Jupyter, running: Execution): void {
  const [handler, server] = [jupyter.JupyterHandlerImpl?.prototype, jupyter.ZmqServer?.prototype];
  const [execute, publish] = [handler?.handleExecuteImpl, server?.publishStatus];
  if (!handler || !server || !execute || !publish || watched.has(jupyter)) return;
  watched.add(jupyter);
  const byContent = new WeakMap<Content, Execution>();
  const cells = new WeakMap<Content, string | null>();
  let unheard: Execution | null = running;
  handler.handleExecuteImpl = function (content, stream, writer) {
    const execution = { cell: cells.get(content) ?? null };
    byContent.set(content, execution);
    byWriter.set(writer, execution);
    return execute.call(this, content, stream, writer);
  };
  server.publishStatus = function (status, request) {
    const { header, metadata, content } = request;
    if (header?.msg_type === 'execute_request' && content) {
      const cell = typeof metadata?.cellId === 'string' ? metadata.cellId : null;
      cells.set(content, cell);
      let execution = byContent.get(content) ?? null;
      if (!execution && status === 'idle') [execution, unheard] = [unheard, null];
      if (execution) execution.cell = cell;
    }
    return publish.call(this, status, request);
  };
}
