import { PanelWithToolbar } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

/** A panel of the sidebar, whose column scrolls as a whole: it asks for the height of what it says. */
export class GrowingPanel extends PanelWithToolbar {
  /** @param name of the class `fg-NAME` and of the panel's element for tests and styles */
  constructor(
    protected readonly body: Widget,
    options: {
      name: string;
      label: string;
      /** True where the body fills whatever height the panel is given, instead of asking for its own. */
      filling?: boolean;
    }
  ) {
    super();
    this.addClass('fg-Panel');
    this.addClass(`fg-${options.name}Panel`);
    this.title.label = options.label;
    this.toolbar.node.setAttribute('aria-label', options.label);
    body.addClass('fg-Panel-body');
    this.addWidget(body);
    if (!options.filling) this.observer = new ResizeObserver(() => this.grow());
    this.observer?.observe(body.node);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.observer?.disconnect();
    super.dispose();
  }

  private grow(): void {
    const height = `${Math.ceil(this.body.node.offsetHeight)}px`;
    if (this.body.node.offsetHeight === 0 || height === this.node.style.minHeight) return;
    this.node.style.minHeight = height;
    if (this.parent) MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
  }

  private readonly observer: ResizeObserver | null = null;
}
