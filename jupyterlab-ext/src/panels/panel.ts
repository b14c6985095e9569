import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { GrowingPanel } from './growing-panel';
import type { PanelModel } from './panel-model';

/** One panel of the sidebar: draws its model's state and tells the model whether anybody can see it. */
export class FacegaugePanel<M extends PanelModel<unknown>> extends GrowingPanel {
  constructor(
    readonly model: M,
    options: ConstructorParameters<typeof GrowingPanel>[1] & { draw: (model: M) => React.JSX.Element }
  ) {
    const body = React.createElement(UseSignal<M, void>, {
      signal: model.stateChanged as never,
      children: () => options.draw(model)
    });
    super(ReactWidget.create(body), options);
    document.addEventListener('visibilitychange', this.look);
  }

  /** Resolves once it says what it has to say, for whoever wants to go on from there. */
  get drawn(): Promise<void> {
    return (this.body as ReactWidget).renderPromise ?? Promise.resolve();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    document.removeEventListener('visibilitychange', this.look);
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

  private readonly look = () => {
    this.model.visible = this.isVisible && !document.hidden;
  };
}
