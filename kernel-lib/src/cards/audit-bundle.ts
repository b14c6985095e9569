/** Audits, galleries and findings as MIME bundles: a PNG and a text for everywhere, plain data for whoever draws it natively. */
import { drawingBundle, type MimeBundle } from '../drawing';
import type { Language } from '../types';
import { drawAuditCard } from './audit';
import { auditText } from './audit-text';
import { AUDIT_MIME, AUDIT_VERSION, GALLERY_MIME, type AuditCardData, type GalleryData } from './audit-data';
import { drawGallery, galleryHead, galleryText } from './gallery';
import { plain } from './plain-data';
import { drawStrips, stripsText, type Strip } from './strips';

export async function auditBundle(data: AuditCardData, language: Language): Promise<MimeBundle> {
  const words = auditText(data, language);
  const bundle = await drawingBundle(
    await drawAuditCard(data, language),
    words,
    words.split('\n').slice(0, 4).join('; ')
  );
  return { ...bundle, [AUDIT_MIME]: auditData(data, language) };
}

/** What the card of an audit shows, as plain data. */
export function auditData(data: AuditCardData, language: Language): Record<string, unknown> {
  return { version: AUDIT_VERSION, language, ...(plain(data) as object) };
}

/** @param asked what the page was asked for: its filter and sort, and the thresholds that assessments of the filter go by */
export async function galleryBundle(data: GalleryData, asked: object, language: Language): Promise<MimeBundle> {
  const bundle = await drawingBundle(
    await drawGallery(data, language),
    galleryText(data, language),
    galleryHead(data, language)
  );
  return { ...bundle, [GALLERY_MIME]: { version: AUDIT_VERSION, language, ...asked, ...(plain(data) as object) } };
}

export async function stripsBundle(head: string, strips: readonly Strip[]): Promise<MimeBundle> {
  return drawingBundle(await drawStrips(head, strips), stripsText(head, strips), head);
}
