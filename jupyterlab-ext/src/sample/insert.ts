import { PathExt } from '@jupyterlab/coreutils';

/** As much of a notebook as it takes to put a cell into it. */
interface INotebook {
  context: {
    path: string;
    model: {
      defaultKernelLanguage?: string;
      sharedModel: { insertCell(index: number, cell: { cell_type: 'code'; source: string }): unknown };
    };
    sessionContext: { session?: { kernel?: { name: string } | null } | null };
  };
  content: { activeCellIndex: number };
}

/**
 * Puts code below the cell that is active in a notebook for TypeScript; it is not run.
 * @param widget what is in front in JupyterLab
 * @param code made for the folder of the notebook
 * @returns false where `widget` is no such notebook
 */
export function insertCode(widget: unknown, code: (folder: string) => string): boolean {
  if (!isNotebook(widget)) return false;
  const { context, content } = widget;
  const at = content.activeCellIndex + 1;
  context.model.sharedModel.insertCell(at, { cell_type: 'code', source: code(PathExt.dirname(context.path)) });
  content.activeCellIndex = at;
  return true;
}

/** Code that processes one picture and shows its card. */
export function codeFor(path: string, folder: string): string {
  const file = path.startsWith('/') || folder === '' ? path : PathExt.relative(folder, path);
  return [
    "import { open, show } from 'facegauge';",
    'const session = await open();',
    `await show(await session.extract(${JSON.stringify(file)}));`
  ].join('\n');
}

function isNotebook(widget: unknown): widget is INotebook {
  const panel = widget as Partial<INotebook> | null | undefined;
  const { model, sessionContext } = panel?.context ?? {};
  if (typeof model?.sharedModel?.insertCell !== 'function' || typeof panel?.content?.activeCellIndex !== 'number') {
    return false;
  }
  const kernel = sessionContext?.session?.kernel?.name ?? '';
  return /tslab|jslab/.test(kernel) || /^(type|java)script$/i.test(model.defaultKernelLanguage ?? '');
}
