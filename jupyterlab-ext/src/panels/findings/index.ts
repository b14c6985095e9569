import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { FindingsBody } from './body';
import type { FindingsModel } from './model';

/** What is wrong with the pictures of the range, commonest first. */
export class FindingsPanel extends FacegaugePanel<FindingsModel> {
  constructor(model: FindingsModel, locale: Locale) {
    super(model, {
      name: 'Findings',
      label: locale.text.findings,
      draw: model => React.createElement(FindingsBody, { locale, model })
    });
  }
}
