/**
 * Spoiled copies of whole pictures, five rising severities a kind; the sizes are those of models/training/harm.py, whose twelve
 * kinds come first. Written apart from the training's spoil*.py and causes_views.py: figures must not repeat what was taught.
 */
import type { Pixels } from '../../../kernel-lib/src/types';
import { compressed, each, frameOf, gauss, placeIn, through, type Rgb, type Subject } from './pictures';

type Random = () => number;

export interface Kind {
  /** Findings that name it. */
  codes: readonly string[];
  levels: readonly [number, number, number, number, number];
  spoil(subject: Subject, level: number, random: Random): Promise<Pixels> | Pixels;
}

/** Pixels of the picture per pixel of the 112×112 template, whose eyes are 35.2 px apart. */
const scaleOf = ({ landmarks }: Subject): number => frameOf(landmarks).apart / 35.2;

async function motion(subject: Subject, level: number, random: Random): Promise<Pixels> {
  const { data, width, height } = subject.picture;
  const angle = random() * Math.PI;
  const reach = Math.max(1, Math.round((level * scaleOf(subject)) / 2));
  return each(subject.picture, (_colour, x, y) => {
    const sum: Rgb = [0, 0, 0];
    for (let i = -reach; i <= reach; i++) {
      const px = Math.max(0, Math.min(width - 1, Math.round(x + i * Math.cos(angle))));
      const py = Math.max(0, Math.min(height - 1, Math.round(y + i * Math.sin(angle))));
      for (let c = 0; c < 3; c++) sum[c] += data[(py * width + px) * 3 + c] / (2 * reach + 1);
    }
    return sum;
  });
}

async function smaller(subject: Subject, level: number, back: 'cubic' | 'nearest'): Promise<Pixels> {
  const { width, height } = subject.picture;
  const k = level / 112 / scaleOf(subject);
  if (k >= 1) return subject.picture;
  const side = (v: number): number => Math.max(2, Math.round(v * k));
  const small = await through(subject.picture, s =>
    s.resize(side(width), side(height), { fit: 'fill', kernel: 'linear' })
  );
  return through(small, s => s.resize(width, height, { fit: 'fill', kernel: back }));
}

function sideLight(subject: Subject, level: number, random: Random): Pixels {
  const frame = frameOf(subject.landmarks);
  const [sign, shift] = [random() < 0.5 ? -1 : 1, random() * 0.4 - 0.1];
  return each(subject.picture, (colour, x, y) => {
    const [u] = placeIn(frame, x, y);
    const light = level + (1.1 - level) / (1 + Math.exp(-6 * ((u / 1.6) * sign + shift)));
    return colour.map(v => v * light) as Rgb;
  });
}

/** Pastes a shape given in the face's own coordinates. */
function paste(
  subject: Subject,
  inside: (u: number, v: number) => boolean,
  colour: (u: number, v: number) => Rgb
): Pixels {
  const frame = frameOf(subject.landmarks);
  return each(subject.picture, (old, x, y) => {
    const [u, v] = placeIn(frame, x, y);
    return inside(u, v) ? colour(u, v) : old;
  });
}

function mask(subject: Subject, level: number, random: Random): Pixels {
  const colours: Rgb[] = [
    [230, 232, 235],
    [150, 190, 225],
    [25, 25, 28],
    [90, 120, 90]
  ];
  const base = colours[Math.floor(random() * 4)];
  const top = (level - 52) / 35.2;
  return paste(
    subject,
    (u, v) => v > top + 0.1 * u * u - 0.08 && v < 1.95 && Math.abs(u) < 1.08 - 0.35 * Math.max(0, v - 0.9),
    (u, v) => {
      const shade = 1 - 0.15 * u * u + 0.04 * Math.sin(9 * v);
      return base.map(c => c * shade) as Rgb;
    }
  );
}

function sunglasses(subject: Subject, level: number, random: Random): Pixels {
  const size = 0.28 + 0.05 * level;
  const tint = 8 + 25 * random();
  return paste(
    subject,
    (u, v) =>
      Math.min(Math.hypot(u - 0.5, (v - 0.06) * 1.25), Math.hypot(u + 0.5, (v - 0.06) * 1.25)) < size ||
      (Math.abs(v + 0.03) < 0.04 && Math.abs(u) < 1.05),
    (_u, v) => [tint + 12 * v, tint + 10 * v, tint + 14 * v]
  );
}

function occluder(subject: Subject, level: number, random: Random): Pixels {
  let picture = subject.picture;
  for (let n = 1 + Math.floor(random() * 2); n > 0; n--) {
    const side = level / 35.2;
    const [u0, v0] = [random() * (3.2 - side / 2) - 1.6 - side / 4, random() * (3.2 - side / 2) - 1.48 - side / 4];
    const base: Rgb = [random() * 255, random() * 255, random() * 255];
    picture = paste(
      { ...subject, picture },
      (u, v) => u > u0 && u < u0 + side && v > v0 && v < v0 + side,
      (u, v) => base.map(c => c + 12 * Math.sin(17 * u) * Math.cos(23 * v)) as Rgb
    );
  }
  return picture;
}

/** The picture ends inside the face: what lies beyond is cut away, not painted. */
async function cutOff(subject: Subject, level: number, random: Random): Promise<Pixels> {
  const { width, height } = subject.picture;
  const { eyes, apart } = frameOf(subject.landmarks);
  const side = Math.floor(random() * 4);
  // Level: how much of the face, 2 eye distances wide and 2.2 high, is lost.
  const [left, right, top, bottom] = [eyes[0] - apart, eyes[0] + apart, eyes[1] - 0.5 * apart, eyes[1] + 1.7 * apart];
  const cut = { left: 0, top: 0, right: width, bottom: height };
  if (side === 0) cut.left = left + level * (right - left);
  if (side === 1) cut.right = right - level * (right - left);
  if (side === 2) cut.top = top + level * (bottom - top);
  if (side === 3) cut.bottom = bottom - level * (bottom - top);
  const at = { left: Math.max(0, Math.round(cut.left)), top: Math.max(0, Math.round(cut.top)) };
  return through(subject.picture, s =>
    s.extract({
      ...at,
      width: Math.min(width, Math.round(cut.right)) - at.left,
      height: Math.min(height, Math.round(cut.bottom)) - at.top
    })
  );
}

function backlight(subject: Subject, level: number): Pixels {
  const frame = frameOf(subject.landmarks);
  return each(subject.picture, (colour, x, y) => {
    const [u, v] = placeIn(frame, x, y);
    // Head and shoulders stand before the light.
    const head = Math.hypot(u / 1.35, (v - 0.5) / 1.9);
    const body = v > 1.6 ? Math.abs(u) / 3 : 9;
    const person = 1 / (1 + Math.exp(14 * (Math.min(head, body) - 1)));
    return colour.map(c => person * c * level + (1 - person) * (255 - (255 - c) * (0.15 + 0.5 * level))) as Rgb;
  });
}

/** A display photographed: stripes of red, green and blue sampled at another pitch, a little turned, with veiling light. */
function screen(subject: Subject, level: number, random: Random): Pixels {
  const { data, width, height } = subject.picture;
  const pitch = scaleOf(subject) * (0.75 + 0.25 * level + 0.2 * random());
  const turn = (random() - 0.5) * 0.15;
  const [veil, bright] = [random() * 30, 2.3 + random() * 0.5];
  const wave = (t: number): number => Math.max(0, Math.cos(2 * Math.PI * t)) ** 2 * 2;
  return each(subject.picture, (_c, x, y) => {
    const [sx, sy] = [x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn)];
    const cell = (Math.min(height - 1, y) * width + Math.min(width - 1, x)) * 3;
    const row = 0.75 + 0.25 * Math.cos((2 * Math.PI * sy) / pitch);
    return [0, 1, 2].map(c => data[cell + c] * wave(sx / pitch - c / 3) * row * (bright / 2) + veil) as Rgb;
  });
}

const factor = (subject: Subject, by: number): Pixels => each(subject.picture, c => c.map(v => v * by) as Rgb);

export const KINDS: Readonly<Record<string, Kind>> = {
  defocus: {
    codes: ['defocus'],
    levels: [1, 2, 3, 4, 6],
    spoil: (subject, level) => through(subject.picture, s => s.blur(level * scaleOf(subject)))
  },
  motion: { codes: ['motion'], levels: [5, 9, 15, 23, 33], spoil: motion },
  'low-resolution': {
    // Nobody can tell an enlarged picture from one out of focus; the sentence of `defocus` says so.
    codes: ['low-resolution', 'defocus'],
    levels: [64, 32, 20, 14, 10],
    spoil: (subject, level) => smaller(subject, level, 'cubic')
  },
  noise: {
    codes: ['noise'],
    levels: [10, 25, 50, 80, 110],
    spoil: (subject, level, random) => each(subject.picture, c => c.map(v => v + level * gauss(random)) as Rgb)
  },
  jpeg: {
    codes: ['compression'],
    levels: [30, 15, 8, 4, 1],
    spoil: (subject, level) => compressed(subject.picture, level)
  },
  darkness: { codes: ['dark'], levels: [0.6, 0.3, 0.15, 0.08, 0.04], spoil: (s, level) => factor(s, level) },
  overexposure: { codes: ['overexposed'], levels: [1.5, 2.5, 4, 7, 10], spoil: (s, level) => factor(s, level) },
  'side-light': { codes: ['side-light'], levels: [0.6, 0.35, 0.18, 0.08, 0.02], spoil: sideLight },
  rotation: {
    codes: ['tilted'],
    levels: [5, 15, 30, 60, 90],
    spoil: (subject, level, random) =>
      through(subject.picture, s => s.rotate(level * (random() < 0.5 ? -1 : 1), { background: '#777' }))
  },
  mask: { codes: ['mask'], levels: [102, 92, 82, 70, 56], spoil: mask },
  occluder: { codes: ['hand-or-object', 'mask', 'sunglasses'], levels: [20, 35, 50, 65, 80], spoil: occluder },
  cropped: { codes: ['cropped'], levels: [0.08, 0.16, 0.26, 0.36, 0.48], spoil: cutOff },
  backlight: { codes: ['backlight', 'dark'], levels: [0.5, 0.35, 0.22, 0.14, 0.08], spoil: backlight },
  haze: {
    codes: ['low-contrast'],
    levels: [0.6, 0.4, 0.25, 0.15, 0.08],
    spoil: (subject, level) => each(subject.picture, c => c.map(v => 165 + (v - 165) * level) as Rgb)
  },
  mosaic: {
    codes: ['mosaic'],
    levels: [28, 20, 14, 10, 7],
    spoil: (subject, level) => smaller(subject, level, 'nearest')
  },
  sunglasses: { codes: ['sunglasses'], levels: [1, 2, 3, 4, 5], spoil: sunglasses },
  screen: { codes: ['screen'], levels: [1, 2, 3, 4, 5], spoil: screen }
};
