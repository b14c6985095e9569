import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drawText, elide, escapeXml, oneLine, outlineText, textWidth, wrap } from '../../../kernel-lib/src/drawing';
import { fontsFor } from '../../../kernel-lib/src/drawing/typography/fonts';
import { WORDS } from '../../../kernel-lib/src/cards/words';

const style = { size: 12 };

/** Every sentence in a value, however deep. */
function sentences(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String((value as (...a: unknown[]) => unknown)('1', '2'))];
  return value && typeof value === 'object' ? Object.values(value).flatMap(sentences) : [];
}

/** Where the outlines reach: each letter starts at its M, and every step is relative to the point before. */
function rightmost(svg: string): number {
  let [x, start, most] = [0, 0, -Infinity];
  for (const [, command, numbers] of / d="([^"]*)"/.exec(svg)![1].matchAll(/([Mmlqcz])([-\d. ]*)/g)) {
    const steps = numbers.split(' ').filter(Boolean).map(Number);
    if (command === 'M') x = steps[0];
    else if (command === 'z') x = start;
    else x += steps.at(-2)!;
    if (command === 'm') start = x;
    most = Math.max(most, command === 'M' ? -Infinity : x);
  }
  return most;
}

describe('typography', () => {
  it('has a letter of its own for every word on the cards, in both languages and weights', () => {
    for (const text of [...sentences(WORDS.en), ...sentences(WORDS.zh)])
      for (const weight of ['regular', 'bold'] as const) {
        const fontOf = fontsFor(text, weight);
        const missing = Array.from(text).filter(c => !fontOf(c.codePointAt(0)!));
        assert.deepEqual(missing, [], `"${text}" in ${weight}: run scripts/make-fonts.py`);
      }
  });

  it('has every Chinese character that the library can say', () => {
    const folder = path.resolve(__dirname, '../../../kernel-lib/src');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
    const text = sources.map(file => readFileSync(path.join(folder, file), 'utf8')).join('');
    const fontOf = fontsFor('', 'regular');
    const missing = new Set((text.match(/\p{Script=Han}/gu) ?? []).filter(c => !fontOf(c.codePointAt(0)!)));
    assert.deepEqual([...missing], [], 'run scripts/make-fonts.py');
  });

  it('draws letters as outlines and leaves only foreign scripts to the system', () => {
    assert.match(drawText('Quality 质量 ≥ 0.60', 0, 0, style), /^<path [^<]*\/>$/);
    const mixed = drawText('a 😀 b', 0, 0, style);
    assert.equal(mixed.match(/<text /g)?.length, 1);
    assert.ok(mixed.includes('😀'));
  });

  it('draws a letter where its metrics say it is', () => {
    const width = textWidth('HHHH', { size: 100 });
    assert.ok(rightmost(drawText('HHHH', 0, 0, { size: 100 })) <= width);
    assert.ok(rightmost(drawText('HHHH', 0, 0, { size: 100 })) > width * 0.9);
    const ends = rightmost(drawText('HHHH', 500, 0, { size: 100, anchor: 'end' }));
    assert.ok(ends > 490 && ends <= 500);
    assert.ok(textWidth('质量', { size: 10 }) >= 19.9);
  });

  it('escapes what it hands over to the system', () => {
    // A space between two foreign letters stays in their run, so mark-up between them may get there too.
    const svg = drawText('\u05d0 \u{1F600}', 0, 0, style);
    assert.match(svg, /<text [^>]*>\u05d0 \u{1F600}<\/text>/u);
    assert.ok(!drawText('\u05d0<script>\u05d0', 0, 0, style).includes('<script'));
    assert.equal(escapeXml('<a href="x">&\'</a>'), '&#60;a href=&#34;x&#34;&#62;&#38;&#39;&#60;/a&#62;');
  });

  it('shows controls and bidirectional overrides instead of obeying them', () => {
    assert.equal(oneLine('a\u202Egpj.exe'), 'a�gpj.exe');
    assert.equal(oneLine('a\nb\tc\u0007d'), 'a b c�d');
    assert.equal(oneLine('\ud83d'), '�');
    assert.equal(oneLine('照片 😀 שלום.jpg'), '照片 😀 שלום.jpg');
  });

  it('leaves out the middle, and of a path keeps the name of the file', () => {
    const long = `${'folder/'.repeat(30)}picture-of-somebody.jpg`;
    const short = elide(long, 260, style);
    assert.ok(short.endsWith('/picture-of-somebody.jpg'));
    assert.ok(short.startsWith('folder/'));
    assert.ok(textWidth(short, style) <= 260);
    const name = elide('x'.repeat(300) + '.jpg', 200, style);
    assert.match(name, /^x+…x+\.jpg$/);
    assert.equal(elide('a.jpg', 200, style), 'a.jpg');
    const emoji = elide('👨‍👩‍👧'.repeat(40), 100, style);
    assert.match(emoji, /^(👨‍👩‍👧)*…(👨‍👩‍👧)*$/u);
  });

  it('breaks lines at spaces, between Chinese characters and never before a full stop', () => {
    const text = '请把脸转向相机：偏航角 32°，最好在 15° 以内；请用更亮、更均匀的光线拍摄，以免一侧过暗。';
    const lines = wrap(text, 120, style);
    assert.equal(lines.join('').replace(/ /g, ''), text.replace(/ /g, ''));
    for (const line of lines) {
      assert.ok(textWidth(line, style) <= 120, line);
      assert.doesNotMatch(line, /^[，。；：、]/);
    }
    const words = wrap('turn the face to the camera', 80, style);
    assert.equal(words.join(' '), 'turn the face to the camera');
    assert.ok(wrap('x'.repeat(200), 80, style).every(line => textWidth(line, style) <= 80));
  });

  it('leaves a label without letters out and what follows it whole', () => {
    const svg = outlineText('<svg><g><text x="1"/><path d="M0,0"/></g><text font-size="11">A</text></svg>');
    assert.match(svg, /^<svg><g><path d="M0,0"\/><\/g><g><path [^>]*\/><\/g><\/svg>$/);
  });

  it('turns the text of a chart into outlines', () => {
    const svg =
      '<svg><text text-anchor="end" transform="translate(5,7)" font-family="sans-serif" font-size="12px" ' +
      'font-weight="bold" fill="#123456" opacity="1">a &lt;b&gt; &amp; 质</text></svg>';
    const out = outlineText(svg);
    assert.ok(!out.includes('<text'));
    assert.match(out, /<g transform="translate\(5,7\)" opacity="1"><path class="over" fill="#123456"/);
    const lines = outlineText('<text font-size="10px"><tspan>one</tspan><tspan x="0" dy="14">two</tspan></text>');
    assert.equal(lines.match(/<path /g)?.length, 2);
  });
});
