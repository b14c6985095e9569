import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { ThresholdsBody } from './body';
import type { ThresholdsModel } from './model';

/** Thresholds over the qualities of the range: what others would do, and how they came about. */
export class ThresholdsPanel extends FacegaugePanel<ThresholdsModel> {
  constructor(model: ThresholdsModel, locale: Locale) {
    super(model, {
      name: 'Thresholds',
      label: locale.text.thresholds,
      draw: model => React.createElement(ThresholdsBody, { locale, model })
    });
  }
}
