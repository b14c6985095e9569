import {
  border,
  decimal,
  drawText,
  fittedRaster,
  framed,
  heading,
  MUTED,
  overDot,
  overFrame,
  placed,
  SCALE,
  squareRaster,
  wrap,
  type Part,
  type Raster
} from '../drawing';
import type { FaceCardData } from './data';
import { mapLabels } from './facts';
import { colourBar, mapped, smoothed, smoothScale } from './heatmap';
import type { Words } from './words';

const SIZE = 178;
const GAP = 14;

/** A face for a card: in colour, and in grey under the map. */
export interface FaceImages {
  colour: Raster;
  map: Raster;
}

/** @param size of both, in units */
export async function faceImages(
  crop: Uint8Array,
  map: number[][],
  range: [number, number],
  size: number
): Promise<FaceImages> {
  const colour = await squareRaster(crop, size);
  return { colour, map: mapped(colour, map, range) };
}

/** The whole picture with what was found in it, the face cut from it, and where in the face its quality comes from. */
export async function drawWhere(data: FaceCardData, words: Words): Promise<Part> {
  const { map, range, labels, title } = shownMap(data, words);
  const [images, whole] = await Promise.all([
    faceImages(data.crop, map, range, SIZE),
    data.aligned || !data.original ? null : fittedRaster(data.original, SIZE, SIZE)
  ]);
  let x = 0;
  let svg = '';
  const place = (head: string, body: string) => {
    svg += `<g transform="translate(${x} 0)">${heading(head)}<g transform="translate(0 20)">${body}</g></g>`;
    x += SIZE + GAP;
  };
  if (whole) place(words.wholePicture, foundIn(data, whole));
  place(words.aligned, framed(images.colour, 0, 0));
  place(title, framed(images.map, 0, 0));
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
function foundIn({ width, box, landmarks }: FaceCardData, picture: Raster): string {
  const [shownWidth, shownHeight] = [picture.width / SCALE, picture.height / SCALE];
  const [left, top] = [Math.floor((SIZE - shownWidth) / 2), Math.floor((SIZE - shownHeight) / 2)];
  const scale = shownWidth / width;
  const at = (value: number, end: number) => Math.round(Math.min(end, Math.max(0, value * scale)) * 100) / 100;
  const [x, right] = [at(box.x, shownWidth), at(box.x + box.width, shownWidth)];
  const [y, bottom] = [at(box.y, shownHeight), at(box.y + box.height, shownHeight)];
  const dots = landmarks
    .filter(([px, py]) => px * scale >= 0 && px * scale <= shownWidth && py * scale >= 0 && py * scale <= shownHeight)
    .map(([px, py]) => [left + at(px, shownWidth), top + at(py, shownHeight)])
    .map(([px, py]) => overDot(px, py, 2.4, '#1b1f24') + overDot(px, py, 1.7, '#fee838'));
  return (
    `<rect width="${SIZE}" height="${SIZE}" fill="#f4f6f8"/>` +
    placed(picture, left, top) +
    overFrame(left + x, top + y, right - x, bottom - y, '#1b1f24', 2.5) +
    overFrame(left + x + 0.5, top + y + 0.5, right - x - 1, bottom - y - 1, '#ffffff', 1.5) +
    dots.join('') +
    border(0, 0, SIZE, SIZE)
  );
}

function note(text: string, x: number): string {
  const style = { size: 11, fill: MUTED };
  return wrap(text, 190, style)
    .map((line, i) => drawText(line, x, 52 + i * 16, style))
    .join('');
}
