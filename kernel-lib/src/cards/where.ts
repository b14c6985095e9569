import {
  decimal,
  drawText,
  framed,
  HAIRLINE,
  heading,
  MUTED,
  pictureImage,
  rasterImage,
  squareRaster,
  wrap,
  type Part
} from '../drawing';
import type { FaceCardData } from './data';
import { mapLabels } from './facts';
import { colourBar, mapped, smoothed, smoothScale } from './heatmap';
import type { Words } from './words';

const SIZE = 178;
const GAP = 14;

/** A face for a card: in colour, and in grey under the map. */
export interface FaceImages {
  colour: string;
  map: string;
}

/** @param size units; the pictures have two pixels a unit */
export async function faceImages(
  crop: Uint8Array,
  map: number[][],
  range: [number, number],
  size: number
): Promise<FaceImages> {
  const raster = await squareRaster(crop, size);
  const [colour, under] = await Promise.all([rasterImage(raster), rasterImage(mapped(raster, map, range))]);
  return { colour, map: under };
}

/** The whole picture with what was found in it, the face cut from it, and where in the face its quality comes from. */
export async function drawWhere(data: FaceCardData, words: Words): Promise<Part> {
  const { map, range, labels, title } = shownMap(data, words);
  const [images, whole] = await Promise.all([
    faceImages(data.crop, map, range, SIZE),
    data.aligned || !data.original ? null : pictureImage(data.original, SIZE, SIZE)
  ]);
  let x = 0;
  let svg = '';
  const place = (head: string, body: string) => {
    svg += `<g transform="translate(${x} 0)">${heading(head)}<g transform="translate(0 20)">${body}</g></g>`;
    x += SIZE + GAP;
  };
  if (whole) place(words.wholePicture, foundIn(data, whole));
  place(words.aligned, framed(images.colour, 0, 0, SIZE));
  place(title, framed(images.map, 0, 0, SIZE));
  svg += colourBar(range, labels, x - 4, 20, SIZE);
  if (data.occlusionMap && !whole) svg += note(words.occlusionNote, x + 70);
  return { svg, height: SIZE + 38 };
}

/** The finer map where there is one: it was asked for, to see where. */
function shownMap(data: FaceCardData, words: Words) {
  if (!data.occlusionMap) {
    const scale = smoothScale(data.mapScale);
    const range: [number, number] = [-scale, scale];
    return { map: smoothed(data.qualityMap), range, labels: mapLabels(scale, words), title: words.contributionMap };
  }
  const highest = Math.max(0.1, ...data.occlusionMap.flat());
  const labels = [
    { value: highest, text: decimal(highest), note: words.carries },
    { value: 0, text: '0', note: words.carriesNothing }
  ];
  return { map: data.occlusionMap, range: [0, highest] as [number, number], labels, title: words.occlusionMap };
}

/** Box and landmarks in the whole picture, so that a wrong region is seen at a glance. */
function foundIn({ width, height, box, landmarks }: FaceCardData, image: string): string {
  const scale = SIZE / Math.max(width, height);
  const [left, top] = [(SIZE - width * scale) / 2, (SIZE - height * scale) / 2];
  const at = (value: number) => Math.round(value * scale * 100) / 100;
  const rect = `x="${left + at(box.x)}" y="${top + at(box.y)}" width="${at(box.width)}" height="${at(box.height)}" fill="none"`;
  const dots = landmarks.map(
    ([x, y]) =>
      `<circle cx="${left + at(x)}" cy="${top + at(y)}" r="2" fill="#fee838" stroke="#1b1f24" stroke-width=".75"/>`
  );
  return (
    `<rect width="${SIZE}" height="${SIZE}" fill="#f4f6f8"/>` +
    `<image href="${image}" x="0" y="0" width="${SIZE}" height="${SIZE}" preserveAspectRatio="xMidYMid meet"/>` +
    `<svg x="0" y="0" width="${SIZE}" height="${SIZE}" overflow="hidden">` +
    `<rect ${rect} stroke="#1b1f24" stroke-width="3.5" stroke-opacity=".55"/><rect ${rect} stroke="#fff" stroke-width="1.75"/>` +
    `${dots.join('')}</svg>` +
    `<rect x="-.5" y="-.5" width="${SIZE + 1}" height="${SIZE + 1}" rx="1" fill="none" stroke="${HAIRLINE}"/>`
  );
}

function note(text: string, x: number): string {
  const style = { size: 11, fill: MUTED };
  return wrap(text, 190, style)
    .map((line, i) => drawText(line, x, 52 + i * 16, style))
    .join('');
}
