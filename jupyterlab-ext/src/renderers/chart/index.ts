import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { isRecolourable, recoloured } from './recolour';

/** Charts of facegauge, and its display to tune thresholds. */
export const CHART_MIMES = ['application/vnd.vegalite.v5+json', 'application/vnd.vega.v5+json'];

/** The plugin of JupyterLab that draws both. */
export const VEGA_PLUGIN = '@jupyterlab/vega5-extension:factory';

/** JupyterLab's own drawing, with our charts in the reader's theme. Those of others go through as they are. */
export function chartFactory(original: IRenderMime.IRendererFactory): IRenderMime.IRendererFactory {
  return {
    safe: original.safe,
    mimeTypes: CHART_MIMES,
    createRenderer: options => followTheme(original.createRenderer(options), options.mimeType)
  };
}

const isDark = (): boolean => document.body.dataset.jpThemeLight === 'false';

/** The renderer stays JupyterLab's, its node and classes too; only what it is given to draw is ours. */
function followTheme(renderer: IRenderMime.IRenderer, mime: string): IRenderMime.IRenderer {
  const draw = renderer.renderModel.bind(renderer);
  let shown: IRenderMime.IMimeModel | null = null;
  let dark = false;
  // One after another: a drawing that overtakes another would leave a view that nobody ends.
  let drawing = Promise.resolve();
  renderer.renderModel = model => {
    shown = model;
    const drawn = drawing.then(() => {
      dark = isDark();
      return draw(dark ? inDark(model, mime) : model);
    });
    drawing = drawn.catch(() => undefined);
    return drawn;
  };
  const theme = new MutationObserver(() => {
    if (!shown || dark === isDark() || !isRecolourable(shown.data[mime])) return;
    const moved = slidersOf(renderer.node);
    void renderer.renderModel(shown).then(() => moveSliders(renderer.node, moved));
  });
  theme.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light'] });
  renderer.disposed.connect(() => {
    shown = null;
    theme.disconnect();
  });
  return renderer;
}

function inDark(model: IRenderMime.IMimeModel, mime: string): IRenderMime.IMimeModel {
  const spec = model.data[mime];
  if (!isRecolourable(spec)) return model;
  return {
    trusted: model.trusted,
    metadata: model.metadata,
    data: { ...model.data, [mime]: recoloured(spec) },
    // What a drawing adds to the output (its picture) is kept; the specification there stays the light one.
    setData: options => model.setData({ ...options, data: options.data && { ...options.data, [mime]: spec } })
  };
}

const SLIDERS = 'input[type="range"]';

function slidersOf(node: HTMLElement): Map<string, string> {
  return new Map([...node.querySelectorAll<HTMLInputElement>(SLIDERS)].map(({ name, value }) => [name, value]));
}

/** Where the reader had put them. */
function moveSliders(node: HTMLElement, values: Map<string, string>): void {
  for (const slider of node.querySelectorAll<HTMLInputElement>(SLIDERS)) {
    const value = values.get(slider.name);
    if (value === undefined || value === slider.value) continue;
    slider.value = value;
    slider.dispatchEvent(new Event('input'));
  }
}
