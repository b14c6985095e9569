import { drawText, MUTED } from '../drawing';

/** Cividis (Nuñez, Anderton and Renslow, 2018), seven of its steps: dark blue, grey, yellow; even for every kind of sight. */
const CIVIDIS = ['#00224e', '#2a3f6d', '#575d6d', '#7d7c78', '#a69d75', '#d3c164', '#fee838'];

/** Where a map is nothing special the face shows through; where it is, the colour covers it. */
const OPACITY = { neutral: 0.12, full: 0.82 };

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

/** How much of the face a cell hides: the more, the further it is from the neutral value. */
function opacityOf(value: number, [low, high]: [number, number], neutral: number): number {
  const reach = value < neutral ? neutral - low : high - neutral;
  const strength = reach > 0 ? Math.min(1, Math.abs(value - neutral) / reach) : 0;
  return OPACITY.neutral + (OPACITY.full - OPACITY.neutral) * Math.sqrt(strength);
}

/** The map's cells over a picture of `size` px; the picture should be grey, so that colours mean the map alone. */
export function overlay(map: number[][], range: [number, number], x: number, y: number, size: number): string {
  const neutral = neutralOf(range);
  const step = size / map.length;
  return map
    .flatMap((row, i) =>
      row.map(
        (value, j) =>
          `<rect x="${x + j * step}" y="${y + i * step}" width="${step}" height="${step}" ` +
          `fill="${colourOf(value, range)}" fill-opacity="${opacityOf(value, range, neutral).toFixed(3)}"/>`
      )
    )
    .join('');
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
