import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { Locale } from '../locale';
import { GrowingPanel } from '../panels/growing-panel';
import { DropZone, type IDropZoneProps } from './drop-zone';

/** The sidebar's place for pictures of the reader's machine. */
export class DropPanel extends GrowingPanel {
  constructor(locale: Locale, onFiles: IDropZoneProps['onFiles']) {
    const label = locale.text.dropLabel;
    const zone = React.createElement(DropZone, { locale, label, onFiles, compact: true });
    super(ReactWidget.create(zone), { name: 'Drop', label });
  }
}
