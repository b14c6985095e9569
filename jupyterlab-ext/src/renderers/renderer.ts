import { ReactWidget } from '@jupyterlab/ui-components';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import { Boundary } from './boundary';

/** Data of an output: what a renderer of a later facegauge wrote may be of another version. */
export interface IVersioned {
  version: number;
}

/**
 * Draws an output of facegauge from its data, in the theme and language of the reader. What it cannot read, for the data are of
 * another version or not whole, it shows as the picture or the words that lie beside them in the same output.
 */
export class NativeRenderer<T extends IVersioned> extends ReactWidget implements IRenderMime.IRenderer {
  constructor(
    private readonly mime: string,
    private readonly version: number,
    private readonly draw: (data: T) => React.JSX.Element
  ) {
    super();
    this.addClass('fg-Output');
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.model = model;
    this.update();
    await this.renderPromise;
  }

  protected override render(): React.JSX.Element | null {
    if (!this.model) return null;
    const { data } = this.model;
    const own = data[this.mime] as unknown as T | undefined;
    const plain = { png: data['image/png'] as string | undefined, text: data['text/plain'] as string | undefined };
    const readable = own && typeof own === 'object' && own.version === this.version;
    return React.createElement(Boundary, { plain, readable: Boolean(readable), draw: () => this.draw(own!) });
  }

  private model: IRenderMime.IMimeModel | null = null;
}

/** @param rank before that of `image/png` (90) and of any JSON */
export function factoryOf<T extends IVersioned>(
  mime: string,
  version: number,
  draw: (data: T) => React.JSX.Element
): IRenderMime.IRendererFactory {
  return {
    // React writes text as text: nothing of the data is ever HTML.
    safe: true,
    mimeTypes: [mime],
    defaultRank: 30,
    createRenderer: () => new NativeRenderer(mime, version, draw)
  };
}
