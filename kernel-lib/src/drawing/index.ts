export { chartBundle, compileChart, drawChart, isChart, vegaBundle, type ChartSpec } from './chart';
export { saveChart } from './chart-file';
export { footer, frame, gap, heading, INNER, panel, title, type Part } from './frame';
export { bundleMetadata, VEGA_MIME, VEGALITE_MIME, type MimeBundle } from './mime';
export {
  decimal,
  deviceName,
  measurement,
  milliseconds,
  pixels,
  quality,
  signed,
  similarity,
  threshold
} from '../numbers';
export { fittedRaster, placed, squareRaster, type Raster } from './pictures';
export { SCALE } from './scale';
export { drawingBundle, type Drawing } from './render';
export { badge, border, framed, mark, overDot, overFrame, rule } from './shapes';
export * from './theme';
export { drawText, elide, escapeXml, oneLine, outlineText, textWidth, wrap, type TextStyle } from './typography';
