/**
 * Pictures and letters go into the PNG apart from the rest of a drawing: an SVG renderer spends more time on decoding the ones and on
 * reading and measuring a thousand outlines of the others than on everything else, while the same few hundred letters come again in
 * every card.
 */
import { pixelsOf, type Raster } from './pictures';
import { maskOf, type Mask } from './typography/mask';

interface Place {
  x: number;
  y: number;
}

/** Filled outlines, each after an `M` with its origin, and where the group they lie in is moved to. */
interface Outlines extends Place {
  fill: number;
  outlines: string;
}

export interface Lifted {
  /** The drawing without what was lifted out of it. */
  svg: string;
  pictures: (Place & { raster: Raster })[];
  outlines: Outlines[];
}

const TAG =
  /<(\/?)(g|svg)\b([^>]*?)(\/?)>|<path class="over" fill="#([0-9a-f]{6})" d="([^"]*)"\/>|<image href="(data:image\/x-rgb[^"]*)" x="([^"]*)" y="([^"]*)"[^>]*>/g;

/**
 * Takes out the pictures made by `placed`, and the outlines of class `over` that are only moved about; outlines that are turned, scaled,
 * faded or cut off stay where they are.
 */
export function lift(whole: string): Lifted {
  const outlines: Outlines[] = [];
  const pictures: Lifted['pictures'] = [];
  const groups: (Place | null)[] = [];
  const svg = whole.replace(TAG, (tag, closing, name, attributes, empty, fill, d, href, x, y) => {
    const group = groups.at(-1);
    if (d !== undefined) {
      if (!group) return tag;
      outlines.push({ fill: Number.parseInt(fill, 16), outlines: d, ...group });
      return '';
    }
    if (href !== undefined) {
      if (!group) throw new Error('a picture may only be moved about in a drawing');
      pictures.push({ raster: pixelsOf(href), x: group.x + Number(x), y: group.y + Number(y) });
      return '';
    }
    if (closing) groups.pop();
    else if (!empty)
      groups.push(groups.length === 0 && name === 'svg' ? { x: 0, y: 0 } : moved(group, name, attributes));
    return tag;
  });
  return { svg, pictures, outlines };
}

function moved(group: Place | null | undefined, name: string, attributes: string): Place | null {
  if (!group || name !== 'g') return null;
  if (attributes.trim() === '') return group;
  const [, x, y] = /^ transform="translate\((-?[\d.]+) (-?[\d.]+)\)"$/.exec(attributes) ?? [];
  return x === undefined ? null : { x: group.x + Number(x), y: group.y + Number(y) };
}

/** An RGBA picture of `scale` pixels a unit. */
export interface Canvas {
  rgba: Buffer;
  width: number;
  height: number;
  scale: number;
}

export function paint(canvas: Canvas, { pictures, outlines }: Lifted): void {
  for (const { raster, x, y } of pictures)
    lay(canvas, raster, Math.round(x * canvas.scale), Math.round(y * canvas.scale));
  for (const line of outlines) fill(canvas, line);
}

function lay({ rgba, width, height }: Canvas, raster: Raster, left: number, top: number): void {
  const columns = Math.min(raster.width, width - left);
  for (let j = 0; j < raster.height && top + j < height; j++)
    for (
      let i = 0, from = 3 * j * raster.width, to = 4 * ((top + j) * width + left);
      i < columns;
      i++, from += 3, to += 4
    ) {
      rgba[to] = raster.rgb[from];
      rgba[to + 1] = raster.rgb[from + 1];
      rgba[to + 2] = raster.rgb[from + 2];
      rgba[to + 3] = 255;
    }
}

/** Parts of a pixel by which places of letters are told apart: a quarter is finer than the eye. */
const PHASES = 4;

function fill(canvas: Canvas, { fill: colour, outlines, x, y }: Outlines): void {
  for (const outline of outlines.split('M')) {
    const start = outline.indexOf('m');
    if (start < 0) continue;
    const [dx, dy] = outline.slice(0, start).split(' ');
    const px = Math.round((x + Number(dx)) * canvas.scale * PHASES);
    const py = Math.round((y + Number(dy)) * canvas.scale * PHASES);
    const mask = remembered(outline.slice(start), canvas.scale, phase(px), phase(py));
    cover(canvas, mask, Math.floor(px / PHASES), Math.floor(py / PHASES), colour);
  }
}

const phase = (value: number): number => ((value % PHASES) + PHASES) % PHASES;

/** Some thousands of shapes at a few hundred bytes. */
const MOST_REMEMBERED = 20_000;
const masks = new Map<string, (Mask | undefined)[]>();

function remembered(outline: string, scale: number, phaseX: number, phaseY: number): Mask {
  const key = `${scale} ${outline}`;
  let phases = masks.get(key);
  if (!phases) {
    if (masks.size >= MOST_REMEMBERED) masks.clear();
    masks.set(key, (phases = []));
  }
  return (phases[phaseY * PHASES + phaseX] ??= maskOf(outline, scale, [phaseX / PHASES, phaseY / PHASES]));
}

function cover({ rgba, width, height }: Canvas, mask: Mask, x: number, y: number, colour: number): void {
  const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
  for (let j = 0; j < mask.height; j++) {
    const row = y + mask.top + j;
    if (row < 0 || row >= height) continue;
    for (let i = 0; i < mask.width; i++) {
      const column = x + mask.left + i;
      const covered = mask.coverage[j * mask.width + i];
      if (covered === 0 || column < 0 || column >= width) continue;
      const at = 4 * (row * width + column);
      const part = covered / 255;
      rgba[at] += (red - rgba[at]) * part;
      rgba[at + 1] += (green - rgba[at + 1]) * part;
      rgba[at + 2] += (blue - rgba[at + 2]) * part;
      rgba[at + 3] = Math.max(rgba[at + 3], covered);
    }
  }
}
