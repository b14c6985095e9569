import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../atomic-file';
import { FacegaugeError } from '../errors';
import { checkChart } from './chart-check';
import { compileChart, drawChart, isVega, wordsOf, type ChartSpec } from './chart';
import { drawingBundle } from './render';
import { escapeXml } from './typography';

/**
 * Writes a chart as .svg, .png or .html. The page needs no network: it holds vega and the compiled chart, so tooltips and sliders work;
 * without scripts it shows the picture.
 * @throws FacegaugeError INVALID_ARGUMENT for another ending, and where the specification cannot be drawn; NO_SPACE
 */
export async function saveChart(given: ChartSpec, file: string): Promise<void> {
  const spec = JSON.parse(JSON.stringify(given)) as ChartSpec;
  if (!isVega(spec)) checkChart(spec);
  const content = await contentOf(spec, file);
  await writeAtomically(file, write => write(content));
}

async function contentOf(spec: ChartSpec, file: string): Promise<Uint8Array> {
  const kind = path.extname(file).toLowerCase();
  if (kind === '.svg') return Buffer.from((await drawChart(spec)).svg);
  if (kind === '.png') {
    const bundle = await drawingBundle(await drawChart(spec), wordsOf(spec));
    return Buffer.from(bundle['image/png'] as string, 'base64');
  }
  if (kind === '.html') return Buffer.from(await page(spec));
  throw new FacegaugeError('INVALID_ARGUMENT', `"${file}" is no name for a chart.`, {
    found: kind || 'no extension',
    action: 'Let it end in .svg, .png or .html.',
    path: file
  });
}

async function page(spec: ChartSpec): Promise<string> {
  const { svg } = await drawChart(spec);
  const picture = svg.replace(/<svg /, `<svg role="img" aria-label="${escapeXml(wordsOf(spec))}" `);
  const vega = readFileSync(require.resolve('vega/build/vega.min.js'), 'utf8');
  const title = escapeXml(wordsOf(spec).split('. ')[0]);
  return `<!doctype html>
<html lang="${/[\u4e00-\u9fff]/.test(wordsOf(spec)) ? 'zh' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 24px; font: 13px system-ui, sans-serif; }
.vega-bind { margin: 4px 0; display: block; }
.vega-bind-name { display: inline-block; min-width: 14em; }
</style>
</head>
<body>
<div id="chart">${picture}</div>
<script>${inScript(vega)}</script>
<script>
const view = new vega.View(vega.parse(${inScript(JSON.stringify(compileChart(spec)).replace(/</g, '\\u003c'))}), { renderer: 'svg', hover: true });
const place = document.getElementById('chart');
place.textContent = '';
view.initialize(place).runAsync();
</script>
</body>
</html>
`;
}

/** Text that cannot end the script it stands in. */
function inScript(text: string): string {
  return text
    .replace(/<(\/script|!--)/gi, '\\u003c$1')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
