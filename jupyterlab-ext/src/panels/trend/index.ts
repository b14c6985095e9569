import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { TrendBody } from './body';
import type { TrendModel } from './model';

/** Quality over time; a span chosen in it is what the panel Samples shows. */
export class TrendPanel extends FacegaugePanel<TrendModel> {
  constructor(model: TrendModel, locale: Locale) {
    super(model, {
      name: 'Trend',
      label: locale.text.trend,
      draw: model => React.createElement(TrendBody, { locale, model })
    });
  }
}
