/** Which stretches of a picture the network is shown, and how large. */
import type { Region } from '../../image';

/** A stretch of the picture and its size for the network. */
export interface Frame {
  /** In px of the picture, as edges. */
  region: Region;
  /** Network px per picture px. */
  scale: number;
}

/** Smallest face that the network is relied on to see, in its own px. */
const SEEN = 10;

/** A face that fills the picture is seen at a quarter of the size, which costs a sixteenth. */
const CLOSE_UP = 4;

/** A little more than `side` is shown at once rather than twice. */
const A_LITTLE_MORE = 1.5;

/** Larger pictures are shown in tiles, so that memory is bounded. */
const TILE = 960;

/** Tiles share a margin, so that a face on a seam lies whole in one of them; larger faces are seen in the whole picture. */
const MARGIN = 96;

/**
 * The whole picture at `side` px and at a quarter of it; where that leaves `minFace` too small to be seen, also (or, if little is
 * missing, instead) as large as it takes, at most twice its size, in tiles.
 */
export function framesFor(width: number, height: number, minFace: number, side: number): Frame[] {
  const longer = Math.max(width, height);
  const whole = { x: 0, y: 0, width, height };
  const fine = Math.min(2, SEEN / minFace);
  const usual = Math.min(1, side / longer);
  const base = fine > usual && fine <= A_LITTLE_MORE * usual ? fine : usual;
  const frames = [base, base / CLOSE_UP].map(scale => ({ region: whole, scale }));
  return fine > base ? [...frames, ...tiles(width, height, fine)] : frames;
}

function tiles(width: number, height: number, scale: number): Frame[] {
  const rows = cuts(height, scale);
  return cuts(width, scale).flatMap(([x, w]) =>
    rows.map(([y, h]) => ({ region: { x, y, width: w, height: h }, scale }))
  );
}

/** Equal stretches of at most `TILE` network px that cover the length and overlap by `MARGIN`: [start, length] in picture px. */
function cuts(length: number, scale: number): [start: number, length: number][] {
  const whole = length * scale;
  const count = Math.max(1, Math.ceil((whole - MARGIN) / (TILE - MARGIN)));
  const size = Math.min(length, (whole + (count - 1) * MARGIN) / count / scale);
  const step = count === 1 ? 0 : (length - size) / (count - 1);
  return Array.from({ length: count }, (_, i) => [i * step, size]);
}
