import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import React from 'react';
import type { Locale } from '../../locale';
import { factoryOf } from '../renderer';
import { AuditBody, type Show } from './body';
import { AUDIT_MIME, AUDIT_VERSION, type IAudit } from './data';

/** @param show shows samples of an audit's run in the sidebar */
export function auditFactory(
  locale: Locale,
  show: (audit: IAudit, which: Parameters<Show>[0]) => void
): IRenderMime.IRendererFactory {
  return factoryOf<IAudit>(AUDIT_MIME, AUDIT_VERSION, audit =>
    React.createElement(AuditBody, { locale, audit, show: which => show(audit, which) })
  );
}
