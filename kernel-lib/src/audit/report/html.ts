/** Pieces of the page. Whatever comes from file names, tags or messages goes through `text`: data, never markup. */
import { oneLine } from '../../drawing';

/** Safe in content and in attributes; controls that turn text around or are not seen become visible. */
export function text(value: string): string {
  return oneLine(value).replace(/[&<>"'`]/g, c => `&#${c.charCodeAt(0)};`);
}

export function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${text(title)}</h2>${body}</section>`;
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly boolean[]
): string {
  const align = (i: number): string => (numeric[i] ? ' class="n"' : '');
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell, i) => `<${tag}${align(i)}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', head.map(text))}</thead><tbody>${rows.map(row => cells('td', row)).join('')}</tbody></table>`;
}

/** A picture, or a square in its place. @param says what it is, for who cannot see it */
export function thumbnail(webp: Uint8Array | null | undefined, says: string): string {
  if (!webp) return `<span class="t none" role="img" aria-label="${text(says)}"></span>`;
  return `<img class="t" alt="${text(says)}" title="${text(says)}" src="data:image/webp;base64,${Buffer.from(webp).toString('base64')}">`;
}

/** A drawing in the reader's theme. @param says what it shows, for who cannot see it */
export function drawing(light: string, dark: string, says: string): string {
  const url = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  return (
    `<picture><source media="screen and (prefers-color-scheme: dark)" srcset="${url(dark)}">` +
    `<img class="chart" alt="${text(says)}" src="${url(light)}"></picture>`
  );
}

export function bar(share: number, kind = ''): string {
  return `<span class="bar ${kind}"><i style="width:${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%"></i></span>`;
}

export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--muted:#5b6570;--line:#d5dbe1;--panel:#f4f6f8;--empty:#e6eaee;--grey:#8a939c;--good:#0064a4;--caution:#9a5b00;--bad:#a6321b}
@media (prefers-color-scheme:dark){:root{--ground:#15191e;--ink:#e8ecf0;--muted:#a3adb8;--line:#38414a;--panel:#1e242b;--empty:#2b333c;--grey:#7d8791;--good:#5eb1ec;--caution:#e3a23c;--bad:#ef7c62}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:1000px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:26px;margin:0 0 2px;overflow-wrap:anywhere}h2{font-size:17px;margin:0 0 10px}
.facts,.note{color:var(--muted);margin:0;font-size:13px}
section{margin-top:34px;break-inside:avoid-page}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-top:20px}
.figures div{background:var(--panel);border-radius:8px;padding:12px 14px}
.figures b{display:block;font-size:27px;line-height:1.2}.figures span{color:var(--muted);font-size:13px}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:middle;overflow-wrap:anywhere}
th{color:var(--muted);font-weight:600;font-size:13px}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.t{width:72px;height:72px;object-fit:contain;border-radius:4px;border:1px solid var(--line);background:var(--panel);display:inline-block}
.chart{max-width:100%;height:auto}
.strip{display:flex;gap:6px;flex-wrap:wrap}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(120px,1fr));gap:14px}
.tiles figure{margin:0;font-size:12px;break-inside:avoid}.tiles .t{width:100%;height:auto;aspect-ratio:1}
.tiles figcaption{overflow-wrap:anywhere}.tiles b{font-size:14px}
.bar{display:inline-block;vertical-align:middle;width:120px;height:7px;border-radius:4px;background:var(--empty);overflow:hidden}
.bar i{display:block;height:100%;background:var(--grey)}.bar.good i{background:var(--good)}.bar.caution i{background:var(--caution)}.bar.bad i{background:var(--bad)}
.good{color:var(--good)}.caution{color:var(--caution)}.bad{color:var(--bad)}
svg text{fill:var(--muted);font-size:12px}svg .axis{stroke:var(--grey)}svg .limit{stroke:var(--ink);stroke-dasharray:4 4}
svg .bad{fill:var(--bad)}svg .caution{fill:var(--caution)}svg .good{fill:var(--good)}
@media print{main{max-width:none;padding:0}.t{width:60px;height:60px}section{margin-top:22px}}
`;

/** With commas between thousands. */
export const count = (n: number): string => n.toLocaleString('en');
