/**
 * Colours of the contribution map, the same as on the cards: cividis (Nuñez, Anderton and Renslow, 2018), dark blue, grey, yellow,
 * even for every kind of sight. These are data, not decoration, and lie over a photograph: they do not follow the theme.
 */
const CIVIDIS = [
  [0x00, 0x22, 0x4e],
  [0x2a, 0x3f, 0x6d],
  [0x57, 0x5d, 0x6d],
  [0x7d, 0x7c, 0x78],
  [0xa6, 0x9d, 0x75],
  [0xd3, 0xc1, 0x64],
  [0xfe, 0xe8, 0x38]
];

const FULL = 0.85;

/** @param part −1 (lowers quality) .. 1 (raises it); 0, what a good face gives, is transparent */
export function heat(part: number): [red: number, green: number, blue: number, alpha: number] {
  const clamped = Math.min(1, Math.max(-1, part));
  const place = ((clamped + 1) / 2) * (CIVIDIS.length - 1);
  const below = Math.min(CIVIDIS.length - 2, Math.floor(place));
  const share = place - below;
  const [r, g, b] = [0, 1, 2].map(i => CIVIDIS[below][i] * (1 - share) + CIVIDIS[below + 1][i] * share);
  return [r, g, b, 255 * FULL * Math.abs(clamped) ** 1.5];
}

/** Each cell averaged with its neighbours, weights 1 : 4 : 1 both ways: what is wrong covers several cells, chance does not. */
export function smoothed(map: number[][]): number[][] {
  const along = (values: number[]) => {
    const inside = (i: number) => values[Math.min(values.length - 1, Math.max(0, i))];
    return values.map((value, i) => (inside(i - 1) + 4 * value + inside(i + 1)) / 6);
  };
  const turned = (rows: number[][]) => rows[0].map((_, j) => rows.map(row => row[j]));
  return turned(turned(map.map(along)).map(along));
}

/** The largest part, as the ends of a picture's own scale; never nothing. */
export function reachOf(map: number[][]): number {
  return Math.max(1e-6, ...map.flat().map(Math.abs));
}

/** RGBA of `size`² pixels: between the middles of its cells the map is interpolated. */
export function paint(map: number[][], reach: number, size: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(size * size * 4);
  const places = (cells: number) =>
    Array.from({ length: size }, (_, pixel) => {
      const place = Math.min(cells - 1, Math.max(0, ((pixel + 0.5) * cells) / size - 0.5));
      const from = Math.floor(place);
      return { from, to: Math.min(cells - 1, from + 1), part: place - from };
    });
  const [rows, columns] = [places(map.length), places(map[0].length)];
  rows.forEach((row, y) =>
    columns.forEach((column, x) => {
      const mix = (cells: number[]) => cells[column.from] * (1 - column.part) + cells[column.to] * column.part;
      const value = mix(map[row.from]) * (1 - row.part) + mix(map[row.to]) * row.part;
      out.set(heat(value / reach), 4 * (y * size + x));
    })
  );
  return out;
}
