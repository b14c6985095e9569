import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { SamplesBody } from './body';
import type { SamplesModel } from './model';

/** Thumbnails of the samples chosen. */
export class SamplesPanel extends FacegaugePanel<SamplesModel> {
  /** @param open shows one sample in full */
  constructor(model: SamplesModel, locale: Locale, open: (id: number) => void) {
    super(model, {
      name: 'Samples',
      label: locale.text.samples,
      filling: true,
      draw: model => React.createElement(SamplesBody, { locale, model, open })
    });
  }
}
