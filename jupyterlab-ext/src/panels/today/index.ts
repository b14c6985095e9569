import React from 'react';
import type { Locale } from '../../locale';
import { FacegaugePanel } from '../panel';
import { TodayBody } from './body';
import type { TodayModel } from './model';

/** The figures of the range; its heading names the range. */
export class TodayPanel extends FacegaugePanel<TodayModel> {
  constructor(
    model: TodayModel,
    private readonly locale: Locale
  ) {
    super(model, {
      name: 'Today',
      label: locale.text.today,
      draw: model => React.createElement(TodayBody, { locale, model })
    });
    model.view.range.changed.connect(this.name, this);
    this.name();
  }

  private name(): void {
    this.title.label = this.locale.text.titles[this.model.view.range.state.span];
  }
}
