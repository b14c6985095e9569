import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import { UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { Locale } from '../locale';
import { SampleBody } from './body';
import { codeFor, insertCode } from './insert';
import type { ISampleList } from './list';
import { SampleModel } from './model';

/** Shows one sample in full over everything else, until it is closed; the keyboard comes back to where it was. */
export function openSample(app: JupyterFrontEnd, list: ISampleList, locale: Locale, id: number): void {
  const model = new SampleModel(list, id, locale.language);
  const close = () => dialog.reject();
  const body = ReactWidget.create(
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
  body.addClass('fg-SampleBody');
  const dialog = new Dialog({
    title: locale.text.sample,
    body,
    buttons: [Dialog.okButton({ label: locale.text.close })],
    hasClose: true
  });
  dialog.addClass('fg-SampleDialog');
  void dialog.launch().finally(() => model.dispose());
}
