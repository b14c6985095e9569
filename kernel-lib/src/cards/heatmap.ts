import { drawText, MUTED, type Raster } from '../drawing';

/** Cividis (Nuñez, Anderton and Renslow, 2018), seven of its steps: dark blue, grey, yellow; even for every kind of sight. */
const CIVIDIS = ['#00224e', '#2a3f6d', '#575d6d', '#7d7c78', '#a69d75', '#d3c164', '#fee838'];

/** Where a map is nothing special the face shows through; where it is, the colour covers it. */
const OPACITY = { neutral: 0, full: 0.85 };

/** The face under a map, between a dark and a light grey: on black no colour would be seen. */
const GREY = { dark: 64, reach: 0.72 };

/** Colour of `value` on the scale from low (dark) to high (bright); clamped outside. */
export function colourOf(value: number, [low, high]: [number, number]): string {
  const position = Math.min(1, Math.max(0, (value - low) / (high - low))) * (CIVIDIS.length - 1);
  const below = Math.min(CIVIDIS.length - 2, Math.floor(position));
  const part = position - below;
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map(i => {
    const v = channel(CIVIDIS[below], i) * (1 - part) + channel(CIVIDIS[below + 1], i) * part;
    return Math.round(v).toString(16).padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

/** How much of the face the map hides: hardly anything near the neutral value, so that little looks little. */
function opacityOf(value: number, [low, high]: [number, number], neutral: number): number {
  const reach = value < neutral ? neutral - low : high - neutral;
  const strength = reach > 0 ? Math.min(1, Math.abs(value - neutral) / reach) : 0;
  return OPACITY.neutral + (OPACITY.full - OPACITY.neutral) * strength ** 1.5;
}

/**
 * The map over the picture in grey, so that colours mean the map alone. Between the middles of its cells it is interpolated
 * (bilinear), which is easier on the eye than a grid and shows each cell's own value in its middle.
 */
export function mapped({ rgb, width, height }: Raster, map: number[][], range: [number, number]): Raster {
  const shades = Array.from({ length: SHADES }, (_, i) => shade(range, i / (SHADES - 1)));
  const [low, high] = range;
  const out = Buffer.alloc(rgb.length);
  const rows = places(map.length, height);
  const columns = places(map[0].length, width);
  for (let y = 0, at = 0; y < height; y++) {
    const { from: i, to: k, part: v } = rows[y];
    for (let x = 0; x < width; x++, at += 3) {
      const { from: j, to: l, part: u } = columns[x];
      const upper = map[i][j] * (1 - u) + map[i][l] * u;
      const value = upper * (1 - v) + (map[k][j] * (1 - u) + map[k][l] * u) * v;
      const position = Math.min(1, Math.max(0, (value - low) / (high - low)));
      const { red, green, blue, show } = shades[Math.round(position * (SHADES - 1))];
      const luminance = 0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2];
      const grey = show * (GREY.dark + luminance * GREY.reach);
      out[at] = red + grey;
      out[at + 1] = green + grey;
      out[at + 2] = blue + grey;
    }
  }
  return { rgb: out, width, height };
}

/**
 * Each cell averaged with its neighbours (weights 1 : 4 : 1 both ways, the knots of a cubic B-spline). Single cells of a good face
 * differ by chance and cancel out; what is wrong covers several cells, and stays.
 */
export function smoothed(map: number[][]): number[][] {
  const inside = (i: number, n: number) => Math.min(n - 1, Math.max(0, i));
  const along = (values: number[]) =>
    values.map(
      (value, i) => (values[inside(i - 1, values.length)] + 4 * value + values[inside(i + 1, values.length)]) / 6
    );
  const turned = (rows: number[][]) => rows[0].map((_, j) => rows.map(row => row[j]));
  return turned(turned(map.map(along)).map(along));
}

/** Half-range of the colours of a smoothed map: averages of cells reach half as far as single cells. */
export function smoothScale(mapScale: number): number {
  return mapScale / 2;
}

const SHADES = 512;

/** Colour of a place on the scale, times its opacity, and how much of the picture shows through. */
function shade(range: [number, number], position: number) {
  const value = range[0] + position * (range[1] - range[0]);
  const opacity = opacityOf(value, range, neutralOf(range));
  const colour = colourOf(value, range);
  const [red, green, blue] = [1, 3, 5].map(i => Number.parseInt(colour.slice(i, i + 2), 16) * opacity);
  return { red, green, blue, show: 1 - opacity };
}

/** For each pixel the two cells whose middles it lies between, and how far it is on its way from one to the other. */
function places(cells: number, pixels: number): { from: number; to: number; part: number }[] {
  return Array.from({ length: pixels }, (_, pixel) => {
    const place = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / pixels - 0.5));
    const from = Math.min(cells - 1, Math.floor(place));
    return { from, to: Math.min(cells - 1, from + 1), part: place - from };
  });
}

/** A standing colour bar with a figure and a word at each end and at the neutral value, labels to its right. */
export function colourBar(
  range: [number, number],
  labels: { value: number; text: string; note: string }[],
  x: number,
  y: number,
  height: number
): string {
  const [low, high] = range;
  const neutral = neutralOf(range);
  const steps = 48;
  let svg = `<rect x="${x}" y="${y}" width="12" height="${height}" fill="#9a9a9a"/>`;
  for (let i = 0; i < steps; i++) {
    const value = high - ((i + 0.5) / steps) * (high - low);
    const opacity = opacityOf(value, range, neutral).toFixed(3);
    svg += `<rect x="${x}" y="${y + (i * height) / steps}" width="12" height="${height / steps + 0.2}" fill="${colourOf(value, range)}" fill-opacity="${opacity}"/>`;
  }
  svg += `<rect x="${x}" y="${y}" width="12" height="${height}" fill="none" stroke="#7a838c" stroke-width=".75"/>`;
  for (const { value, text, note } of labels) {
    const at = y + ((high - value) / (high - low)) * height;
    svg += `<path d="M${x + 12} ${at}h4" stroke="#7a838c" stroke-width="1"/>`;
    const down = value === high ? 8 : value === low ? -10 : 0;
    svg += drawText(text, x + 20, at + 4 + down - (note ? 5.5 : 0), { size: 10.5 });
    if (note) svg += drawText(note, x + 20, at + 4 + down + 6.5, { size: 9.5, fill: MUTED });
  }
  return svg;
}

/** Zero where the scale has it inside, else its lower end (a map of how much something matters). */
function neutralOf([low, high]: [number, number]): number {
  return low < 0 && high > 0 ? 0 : low;
}
