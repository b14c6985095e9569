import { PanelWithToolbar, ReactWidget, refreshIcon, ToolbarButton, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import type { IText } from '../../text';
import { TodayBody } from './body';
import type { TodayModel } from './model';

/** The panel *Today*; it asks for figures only while it can be seen. */
export class TodayPanel extends PanelWithToolbar {
  constructor(
    private readonly model: TodayModel,
    text: IText,
    language: string
  ) {
    super();
    this.addClass('fg-TodayPanel');
    this.title.label = text.today;
    this.toolbar.addItem(
      'refresh',
      new ToolbarButton({ icon: refreshIcon, tooltip: text.refresh, onClick: () => model.refresh() })
    );
    this.toolbar.node.setAttribute('aria-label', text.today);
    const body = ReactWidget.create(
      React.createElement(UseSignal<TodayModel, void>, {
        signal: model.stateChanged,
        children: () =>
          React.createElement(TodayBody, {
            text,
            language,
            summary: model.summary,
            failure: model.failure,
            updatedAt: model.updatedAt
          })
      })
    );
    this.addWidget(body);
  }

  override dispose(): void {
    this.model.dispose();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.model.visible = this.isVisible;
  }

  protected override onBeforeDetach(message: Message): void {
    this.model.visible = false;
    super.onBeforeDetach(message);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.model.visible = this.isVisible;
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.model.visible = false;
  }
}
