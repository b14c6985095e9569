import assert from 'node:assert/strict';
import sharp from 'sharp';
import { bundleMetadata } from '../../../kernel-lib/src/drawing';
import { show } from '../../../kernel-lib/src/notebook';
import { display } from '../../../kernel-lib/src/notebook/tslab';
import { fakeKernel, printed, type Message } from './kernel';

const DISPLAY = Symbol.for('Jupyter.display');
const displayable = (words: string) => ({
  [DISPLAY]: async () => ({
    'image/png': 'AAAA',
    'text/plain': words,
    [bundleMetadata]: { 'image/png': { width: 10, height: 5, alt: words } }
  })
});

describe('show in a kernel', () => {
  let kernel: ReturnType<typeof fakeKernel>;
  beforeEach(() => {
    kernel = fakeKernel();
    kernel.execute();
  });
  afterEach(() => kernel.remove());

  it('sends a whole bundle with the size and alternative text of its picture', async () => {
    await show(displayable('a card'));
    assert.deepEqual(kernel.messages, [
      {
        data: { 'image/png': 'AAAA', 'text/plain': 'a card' },
        metadata: { 'image/png': { width: 10, height: 5, alt: 'a card' } },
        displayId: undefined,
        update: false
      }
    ]);
  });

  it('writes to the cell that runs, not to the one that ran when it was imported', async () => {
    await show(displayable('first'));
    const second: Message[] = [];
    kernel.execute(second);
    await show(displayable('second'));
    assert.equal(kernel.messages.length, 1);
    assert.equal(second[0].data['text/plain'], 'second');
  });

  it('waits for what is still to come', async () => {
    await show(Promise.resolve(displayable('later')));
    assert.equal(kernel.messages[0].data['text/plain'], 'later');
  });

  it('draws more than three results as one grid, and what goes together with nothing else one by one', async () => {
    const listed = (name: string) => ({
      ...displayable(name),
      [Symbol.for('facegauge.displayList')]: async (all: unknown[]) => ({ 'text/plain': `grid of ${all.length}` })
    });
    const names = ['a', 'b', 'c', 'd', 'e'];
    const texts = () => kernel.messages.splice(0).map(({ data }) => data['text/plain']);
    await show(names.map(listed));
    assert.deepEqual(texts(), ['grid of 5']);
    await show(names.slice(0, 3).map(listed));
    assert.deepEqual(texts(), ['a', 'b', 'c']);
    await show([...names.map(listed), displayable('a pair')]);
    assert.deepEqual(texts(), [...names, 'a pair']);
    await show(names.map(listed), { limit: 4 });
    const [grid, rest] = texts();
    assert.equal(grid, 'grid of 4');
    assert.match(String(rest), /1 more.*limit: 5/);
  });

  it('shows a list one after another, up to a limit that it names', async () => {
    await show(
      [1, 2, 3].map(i => displayable(`card ${i}`)),
      { limit: 2 }
    );
    const texts = kernel.messages.map(({ data }) => data['text/plain']);
    assert.deepEqual(texts.slice(0, 2), ['card 1', 'card 2']);
    assert.match(texts[2], /1 more.*limit: 3/);
    assert.equal(texts.length, 3);
  });

  it('gives an embedding as JSON that can be copied', async () => {
    await show(Float32Array.of(0.1, -0.25, 1e-7));
    const { data } = kernel.messages[0];
    assert.deepEqual(Object.keys(data), ['application/json', 'text/plain']);
    assert.deepEqual(JSON.parse(data['text/plain']), data['application/json']);
    assert.deepEqual(Float32Array.from(data['application/json']), Float32Array.of(0.1, -0.25, 1e-7));
    await show([0.5, 0.25]);
    assert.deepEqual(kernel.messages[1].data['application/json'], [0.5, 0.25]);
  });

  it('gives rows of plain values as a table in which a file name stays text', async () => {
    await show([
      { file: '<img src=x onerror=alert(1)>|*a*_b_`c`[d](e)$f$.jpg', quality: 0.123456, ok: true },
      { file: '照片.jpg', quality: null, ok: false }
    ]);
    const { data } = kernel.messages[0];
    const rows = (data['text/markdown'] as string).split('\n');
    assert.equal(rows[0], '| file | quality | ok |');
    assert.equal(rows[1], '|---|---:|---|');
    assert.equal(rows[2].split('|').length, 5);
    assert.doesNotMatch(rows[2], /[<>*_`[\]$]/);
    assert.ok(rows[2].includes('0.1235'));
    assert.ok(!('text/html' in data));
    const columns = (data['text/plain'] as string).split('\n');
    assert.ok(columns[2].startsWith('<img src=x onerror=alert(1)>|*a*_b_`c`[d](e)$f$.jpg'));
  });

  it('draws a Vega-Lite chart as specification, picture and words', async function () {
    this.timeout(30_000);
    await show({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      title: 'Quality 质量',
      data: { values: [{ q: 0.4, c: 'blur' }] },
      mark: 'bar',
      encoding: { x: { field: 'q', type: 'quantitative' }, y: { field: 'c', type: 'nominal' } }
    });
    const { data, metadata } = kernel.messages[0];
    assert.equal(data['application/vnd.vegalite.v5+json'].mark, 'bar');
    assert.equal(data['text/plain'], 'Quality 质量');
    const { width } = await sharp(Buffer.from(data['image/png'], 'base64')).metadata();
    assert.equal(width, 2 * metadata['image/png'].width);
  });

  it('shows anything else as text', async () => {
    await show({ a: { b: new Map([['c', 1]]) } });
    await show('plain words');
    await show(undefined);
    await show([]);
    assert.deepEqual(
      kernel.messages.map(({ data }) => data['text/plain']),
      ["{ a: { b: Map(1) { 'c' => 1 } } }", 'plain words', 'undefined', '(nothing to show)']
    );
  });

  it('updates a display in place', () => {
    display({ 'text/plain': '1' }, { displayId: 'x' });
    display({ 'text/plain': '2' }, { displayId: 'x', update: true });
    assert.deepEqual(
      kernel.messages.map(({ displayId, update }) => [displayId, update]),
      [
        ['x', false],
        ['x', true]
      ]
    );
  });
});

describe('show in a program', () => {
  it('prints the words', async () => {
    const lines = await printed(async () => {
      await show(displayable('a card in words'));
      await show([{ file: 'a.jpg', quality: 0.5 }]);
      display({ 'text/plain': 'an update' }, { displayId: 'x', update: true });
    });
    assert.equal(lines[0], 'a card in words');
    assert.match(lines[1], /^file +quality\n/);
    assert.equal(lines.length, 2);
  });
});
