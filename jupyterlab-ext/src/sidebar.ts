import type { Message } from '@lumino/messaging';
import { type AccordionPanel } from '@lumino/widgets';
import { SidePanel } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import { faceGaugeIcon } from './icon';
import { keepFocus } from './keep-focus';
import type { IText } from './text';
import type { IFacegaugeSidebar } from './tokens';
import type { View } from './view';

/** The column of panels under the range bar. */
export class FacegaugeSidebar extends SidePanel implements IFacegaugeSidebar {
  constructor(
    text: IText,
    readonly view: View,
    private readonly rangeBar: Widget & { readonly drawn: Promise<void> }
  ) {
    super();
    this.id = 'facegauge-sidebar';
    this.addClass('fg-Sidebar');
    this.title.icon = faceGaugeIcon;
    this.title.caption = text.sidebar;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', text.sidebar);
    this.header.addWidget(rangeBar);
    const kept = keepFocus(this.node);
    this.disposed.connect(() => kept.dispose());
  }

  addPanel(panel: Widget, rank: number): void {
    const below = this.ranks.findIndex(r => r > rank);
    const index = below < 0 ? this.ranks.length : below;
    this.ranks.splice(index, 0, rank);
    this.insertWidget(index, panel);
  }

  reveal(panel: Widget): void {
    const index = this.content.widgets.indexOf(panel);
    if (index >= 0) (this.content as AccordionPanel).expand(index);
    panel.node.scrollIntoView({ block: 'nearest' });
  }

  /** Whoever asks for the sidebar by the keyboard goes on from its top. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    void this.focusTop();
  }

  private async focusTop(): Promise<void> {
    // Opened for the first time, the range bar is still being drawn.
    await this.rangeBar.drawn;
    this.node.querySelector<HTMLElement>('.fg-Segments input:checked')?.focus();
  }

  private readonly ranks: number[] = [];
}
