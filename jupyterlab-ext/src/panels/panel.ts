import { PanelWithToolbar, ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { type Message, MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import React from 'react';
import type { PanelModel } from './panel-model';

/** One panel of the sidebar: draws its model's state and tells the model whether anybody can see it. */
export class FacegaugePanel<M extends PanelModel<unknown>> extends PanelWithToolbar {
  /** @param name of the class `fg-NAME` and of the panel's element for tests and styles */
  constructor(
    readonly model: M,
    options: {
      name: string;
      label: string;
      draw: (model: M) => React.JSX.Element;
      /** True where the body fills whatever height the panel is given, instead of asking for its own. */
      filling?: boolean;
    }
  ) {
    super();
    this.addClass('fg-Panel');
    this.addClass(`fg-${options.name}Panel`);
    this.title.label = options.label;
    this.toolbar.node.setAttribute('aria-label', options.label);
    this.body = ReactWidget.create(
      React.createElement(UseSignal<M, void>, {
        signal: model.stateChanged as never,
        children: () => options.draw(model)
      })
    );
    this.body.addClass('fg-Panel-body');
    this.addWidget(this.body);
    // The column scrolls as a whole: a panel asks for the height of what it says.
    if (!options.filling) this.observer = new ResizeObserver(() => this.grow());
    this.observer?.observe(this.body.node);
    document.addEventListener('visibilitychange', this.look);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    document.removeEventListener('visibilitychange', this.look);
    this.observer?.disconnect();
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.look();
  }

  protected override onBeforeDetach(message: Message): void {
    this.model.visible = false;
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.look();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.model.visible = false;
  }

  private grow(): void {
    const height = `${Math.ceil(this.body.node.offsetHeight)}px`;
    if (this.body.node.offsetHeight === 0 || height === this.node.style.minHeight) return;
    this.node.style.minHeight = height;
    if (this.parent) MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
  }

  private readonly body: ReactWidget;
  private readonly observer: ResizeObserver | null = null;

  private readonly look = () => {
    this.model.visible = this.isVisible && !document.hidden;
  };
}
