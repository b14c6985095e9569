import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import { UseSignal } from '@jupyterlab/ui-components';
import { Panel } from '@lumino/widgets';
import React from 'react';
import { keepFocus } from '../keep-focus';
import type { Locale } from '../locale';
import { SampleBody } from './body';
import { codeFor, insertCode } from './insert';
import { dialogKeys } from './keys';
import type { ISampleList } from './list';
import { SampleModel } from './model';

/** Shows one sample in full over everything else, until it is closed; the keyboard comes back to where it was. */
export function openSample(app: JupyterFrontEnd, list: ISampleList, locale: Locale, id: number): void {
  const model = new SampleModel(list, id, locale.language);
  const close = () => dialog.reject();
  const shown = ReactWidget.create(
    React.createElement(UseSignal<SampleModel, void>, {
      signal: model.stateChanged as never,
      children: () =>
        React.createElement(SampleBody, {
          locale,
          model,
          onOpen: sample => {
            close();
            void app.commands.execute('docmanager:open', { path: sample.open });
          },
          onInsert: sample =>
            insertCode(app.shell.currentWidget, folder => codeFor(sample.open ?? sample.path ?? '', folder)),
          onClose: close
        })
    })
  );
  // A React widget as its body would make the dialog wait until the browser is idle before it takes the keyboard: an Escape
  // right after the click would go to what lies below.
  const body = new Panel();
  body.addClass('fg-SampleBody');
  body.addWidget(shown);
  const dialog = new Dialog({
    title: locale.text.sample,
    body,
    buttons: [Dialog.okButton({ label: locale.text.close })],
    hasClose: true
  });
  dialog.addClass('fg-SampleDialog');
  // A click on its words leaves the keyboard in it.
  dialog.node.querySelector<HTMLElement>('.jp-Dialog-content')!.tabIndex = -1;
  const kept = keepFocus(dialog.node);
  const keys = dialogKeys(dialog.node, step => model.go(step));
  void dialog.launch().finally(() => {
    kept.dispose();
    keys.dispose();
    model.dispose();
  });
}
