import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { faceGaugeIcon } from '../icon';
import { keepFocus } from '../keep-focus';
import type { Locale } from '../locale';
import { DocumentBody, type IDocumentProps, titleOf } from './body';
import type { DocumentModel } from './model';

/** The content of a document; its work begins when it is first seen, and ends with it. */
export class DocumentContent extends ReactWidget {
  constructor(
    readonly model: DocumentModel,
    private readonly locale: Locale,
    private readonly lead: IDocumentProps['show']
  ) {
    super();
    this.addClass('fg-Document');
    this.title.icon = faceGaugeIcon;
    this.title.closable = true;
    model.taskChanged.connect(this.name, this);
    const kept = keepFocus(this.node);
    this.disposed.connect(() => kept.dispose());
    this.name();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.model.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    const { model, locale, lead: show } = this;
    return React.createElement(UseSignal<DocumentModel, void>, {
      signal: model.stateChanged as never,
      children: () => React.createElement(DocumentBody, { locale, model, show })
    });
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) this.model.begin();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.model.begin();
  }

  private name(): void {
    const { task } = this.model;
    const title = titleOf(task, this.locale);
    this.title.label = title;
    this.title.caption = task
      ? `${this.locale.text.doing[task.kind]}: ${task.things.map(({ name }) => name).join(', ')}`
      : title;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', title);
  }
}

export type FaceQualityDocument = MainAreaWidget<DocumentContent>;

/** A document for the main area. */
export function makeDocument(content: DocumentContent): FaceQualityDocument {
  const widget = new MainAreaWidget({ content });
  widget.id = `facegauge-document-${content.model.id}`;
  widget.toolbar.hide();
  return widget;
}
