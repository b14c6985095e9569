import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { RangeBarBody } from './body';
import type { RangeBarModel } from './model';

/** The bar above the panels, which all of them follow. */
export class RangeBar extends FacegaugePanel<RangeBarModel> {
  constructor(model: RangeBarModel, locale: Locale) {
    super(model, {
      name: 'RangeBar',
      label: locale.text.range,
      draw: model => React.createElement(RangeBarBody, { locale, model })
    });
  }
}
