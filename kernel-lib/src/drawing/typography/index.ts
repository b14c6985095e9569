export { drawText, elide, escapeXml, oneLine, textWidth, wrap, type TextStyle } from './text';
export { outlineText } from './outline';
