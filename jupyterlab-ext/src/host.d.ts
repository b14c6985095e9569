/**
 * As much of JupyterLab's own packages as is used here. JupyterLab shares them with every extension, so that nothing of them is
 * installed or bundled; their types would bring a dozen further packages along.
 */
declare module '@jupyterlab/filebrowser' {
  import type { Token } from '@lumino/coreutils';
  import type { Widget } from '@lumino/widgets';

  interface IFileBrowser extends Widget {
    selectedItems(): IterableIterator<{ name: string; path: string; type: string }>;
  }
  export interface IFileBrowserFactory {
    readonly tracker: { readonly currentWidget: IFileBrowser | null };
  }
  export const IFileBrowserFactory: Token<IFileBrowserFactory>;
}

declare module '@jupyterlab/launcher' {
  import type { Token } from '@lumino/coreutils';
  import type { IDisposable } from '@lumino/disposable';

  export interface ILauncher {
    add(item: { command: string; category?: string; rank?: number; args?: Record<string, never> }): IDisposable;
  }
  export const ILauncher: Token<ILauncher>;
}
