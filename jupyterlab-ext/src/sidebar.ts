import { SidePanel } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import { faceGaugeIcon } from './icon';
import type { IText } from './text';
import type { IFacegaugeSidebar } from './tokens';

/** The column of panels at the right edge. */
export class FacegaugeSidebar extends SidePanel implements IFacegaugeSidebar {
  constructor(text: IText) {
    super();
    this.id = 'facegauge-sidebar';
    this.addClass('fg-Sidebar');
    this.title.icon = faceGaugeIcon;
    this.title.caption = text.sidebar;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', text.sidebar);
  }

  addPanel(panel: Widget, rank: number): void {
    const below = this.ranks.findIndex(r => r > rank);
    const index = below < 0 ? this.ranks.length : below;
    this.ranks.splice(index, 0, rank);
    this.insertWidget(index, panel);
  }

  private readonly ranks: number[] = [];
}
