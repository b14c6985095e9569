/** MIME type that JupyterLab 4 draws itself, live and with tooltips. */
export const VEGALITE_MIME = 'application/vnd.vegalite.v5+json';

/** The same for a Vega specification. */
export const VEGA_MIME = 'application/vnd.vega.v5+json';

/** Key under which a bundle carries its Jupyter metadata, apart from the MIME types. */
export const bundleMetadata: unique symbol = Symbol.for('Jupyter.metadata') as never;

/**
 * What `[Symbol.for('Jupyter.display')]` gives: MIME type → data; pictures as base64, JSON as objects.
 * Metadata (size and alternative text of a picture) lies under a symbol, so that the MIME types are the only keys.
 */
export interface MimeBundle {
  [mime: string]: unknown;
  [bundleMetadata]?: Record<string, Record<string, unknown>>;
}
