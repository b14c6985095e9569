export { chartBundle, isChart, type ChartSpec } from './chart';
export { footer, frame, gap, heading, INNER, panel, title, type Part } from './frame';
export { bundleMetadata, VEGALITE_MIME, type MimeBundle } from './mime';
export { decimal, measurement, milliseconds, quality, signed, threshold } from './numbers';
export { pictureImage, rasterImage, squareRaster, type Raster } from './pictures';
export { drawingBundle, type Drawing } from './render';
export { badge, framed, mark, rule } from './shapes';
export * from './theme';
export { drawText, elide, escapeXml, oneLine, outlineText, textWidth, wrap, type TextStyle } from './typography';
