import { drawText, type TextStyle } from './text';

/**
 * Replaces the `<text>` elements of an SVG by outlines of the letters, so that a machine without fonts draws them.
 * Made for what vega writes: one `<text>` with its own transform, font-size and text-anchor, lines in `<tspan>`s.
 */
export function outlineText(svg: string): string {
  // A label without letters is an element that ends itself.
  return svg
    .replace(/<text\b[^>]*\/>/g, '')
    .replace(/<text\b([^>]*)>([\s\S]*?)<\/text>/g, (_, attributes: string, content: string) => {
      const of = (name: string) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
      const size = Number.parseFloat(of('font-size') ?? '11');
      const style: TextStyle = {
        size,
        weight: /^(bold|[6-9]00)$/.test(of('font-weight') ?? '') ? 'bold' : 'regular',
        fill: of('fill') ?? '#000',
        anchor: of('text-anchor') as TextStyle['anchor']
      };
      const kept = ['transform', 'opacity', 'fill-opacity', 'pointer-events']
        .map(name => (of(name) === undefined ? '' : ` ${name}="${of(name)}"`))
        .join('');
      const lines = content.includes('<tspan')
        ? Array.from(content.matchAll(/<tspan\b([^>]*)>([^<]*)<\/tspan>/g))
        : null;
      const body = lines
        ? lines.map(([, tspan, line], i) =>
            drawText(unescape(line), 0, i === 0 ? 0 : i * lineHeight(tspan, size), style)
          )
        : [drawText(unescape(content), 0, 0, style)];
      return `<g${kept}>${body.join('')}</g>`;
    });
}

function lineHeight(tspan: string, size: number): number {
  const dy = /\bdy="([\d.]+)"/.exec(tspan);
  return dy ? Number(dy[1]) : size + 2;
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&');
}
