import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { RunsBody } from './body';
import type { RunsModel } from './model';

/** Audits: how far they are, how to go on with them, and two of them side by side. */
export class RunsPanel extends FacegaugePanel<RunsModel> {
  constructor(model: RunsModel, locale: Locale) {
    super(model, {
      name: 'Runs',
      label: locale.text.runs,
      draw: model => React.createElement(RunsBody, { locale, model })
    });
  }
}
