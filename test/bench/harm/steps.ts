/** One way of harm for each component, its strength s rising from 0 (none) to 1. Not the training's code, nor that of the components. */
import type { ComponentName, Pixels } from '../../../kernel-lib/src/types';
import { KINDS } from './kinds';
import { compressed, each, frameOf, numbers, placeIn, through, type Rgb, type Subject } from './pictures';

type Step = (subject: Subject, s: number) => Promise<Pixels> | Pixels;

const always = (): (() => number) => numbers(3);

/**
 * The head turned in depth, as a relief of an ellipsoid with a nose on it, seen from far away: each pixel shows the point of the relief
 * that turning brings there.
 */
function turned({ picture, landmarks }: Subject, degrees: number, axis: 'yaw' | 'pitch'): Pixels {
  const frame = frameOf(landmarks);
  const angle = (degrees * Math.PI) / 180;
  const depth = (u: number, v: number): number => {
    const r = (u / 1.25) ** 2 + ((v - 0.5) / 1.75) ** 2;
    const head = r < 1 ? 1.2 * Math.sqrt(1 - r) - 0.95 : -0.95;
    const nose = 0.35 * Math.exp(-((u / 0.16) ** 2) - ((v - 0.5) / 0.28) ** 2);
    return head + nose;
  };
  const at = (u: number, v: number): Rgb => {
    const x = frame.eyes[0] + frame.apart * (u * frame.along[0] + v * frame.down[0]);
    const y = frame.eyes[1] + frame.apart * (u * frame.along[1] + v * frame.down[1]);
    return sampled(picture, x, y);
  };
  return each(picture, (_colour, x, y) => {
    const [u1, v1] = placeIn(frame, x, y);
    let [u, v] = [u1, v1];
    // The background stays where it is; between, the turn fades.
    const inside = 1 / (1 + Math.exp(10 * (Math.hypot(u1 / 1.6, (v1 - 0.5) / 2.2) - 1)));
    const turn = angle * inside;
    for (let i = 0; i < 12; i++) {
      const z = depth(u, v);
      if (axis === 'yaw') u = (u1 - Math.sin(turn) * z) / Math.cos(turn);
      else v = 0.5 + (v1 - 0.5 + Math.sin(turn) * z) / Math.cos(turn);
    }
    return at(u, v);
  });
}

function sampled({ data, width, height }: Pixels, x: number, y: number): Rgb {
  const [cx, cy] = [Math.max(0, Math.min(width - 1.001, x)), Math.max(0, Math.min(height - 1.001, y))];
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - left, cy - top];
  const value = (dx: number, dy: number, c: number): number => data[((top + dy) * width + left + dx) * 3 + c];
  return [0, 1, 2].map(
    c =>
      (1 - fy) * ((1 - fx) * value(0, 0, c) + fx * value(1, 0, c)) +
      fy * ((1 - fx) * value(0, 1, c) + fx * value(1, 1, c))
  ) as Rgb;
}

/** Cut so that from the eyes to one edge there are `to` inter-eye distances, where there were more. */
function cut({ picture, landmarks }: Subject, side: 'left' | 'right' | 'top' | 'bottom', to: number): Promise<Pixels> {
  const { eyes, apart } = frameOf(landmarks);
  const { width, height } = picture;
  const left = side === 'left' ? Math.max(0, Math.round(eyes[0] - to * apart)) : 0;
  const top = side === 'top' ? Math.max(0, Math.round(eyes[1] - to * apart)) : 0;
  const right = side === 'right' ? Math.min(width, Math.round(eyes[0] + to * apart)) : width;
  const bottom = side === 'bottom' ? Math.min(height, Math.round(eyes[1] + to * apart)) : height;
  return through(picture, image => image.extract({ left, top, width: right - left, height: bottom - top }));
}

const scaled = ({ picture }: Subject, k: number): Promise<Pixels> =>
  through(picture, image =>
    image.resize(Math.round(picture.width * k), Math.round(picture.height * k), { fit: 'fill' })
  );

const coloured = ({ picture }: Subject, change: (colour: Rgb) => Rgb): Pixels => each(picture, change);
const times = (subject: Subject, by: number): Pixels => coloured(subject, c => c.map(v => v * by) as Rgb);

/** Copies of the face's surroundings beside the picture. */
async function crowd({ picture, landmarks }: Subject, more: number): Promise<Pixels> {
  const { eyes, apart } = frameOf(landmarks);
  const box = {
    left: Math.max(0, Math.round(eyes[0] - 1.8 * apart)),
    top: Math.max(0, Math.round(eyes[1] - 1.8 * apart)),
    width: Math.round(3.6 * apart),
    height: Math.round(4.6 * apart)
  };
  box.width = Math.min(box.width, picture.width - box.left);
  box.height = Math.min(box.height, picture.height - box.top);
  const copy = await through(picture, image => image.extract(box).resize({ width: Math.round(box.width * 0.7) }));
  const width = picture.width + more * copy.width;
  const data = new Uint8Array(width * picture.height * 3).fill(128);
  const put = (from: Pixels, x: number): void => {
    for (let y = 0; y < Math.min(from.height, picture.height); y++)
      data.set(from.data.subarray(y * from.width * 3, (y + 1) * from.width * 3), (y * width + x) * 3);
  };
  put(picture, 0);
  for (let i = 0; i < more; i++) put(copy, picture.width + i * copy.width);
  return { data, width, height: picture.height };
}

async function farAway(subject: Subject, s: number): Promise<Pixels> {
  const { width, height } = subject.picture;
  const pad = { x: Math.round(width * 2.2 * s), y: Math.round(height * 2.2 * s) };
  return through(subject.picture, image =>
    image.extend({ left: pad.x, right: pad.x, top: pad.y, bottom: pad.y, background: '#8a8f94' })
  );
}

/** Beyond some 35° the relief folds over. */
const onward = (angle = 0): number => (angle < 0 ? -1 : 1);

/** The side of the face, −1 or 1 along the eyes, that has less light already. */
function darkerSide({ picture, landmarks }: Subject): number {
  const { eyes, along, down, apart } = frameOf(landmarks);
  const light = (side: number): number => {
    let sum = 0;
    for (let u = 0.2; u < 0.7; u += 0.05)
      for (let v = 0.3; v < 1.2; v += 0.05) {
        const [x, y] = [0, 1].map(k => eyes[k] + apart * (side * u * along[k] + v * down[k]));
        sum += lumaOf(sampled(picture, x, y));
      }
    return sum;
  };
  return light(1) < light(-1) ? 1 : -1;
}

const LUMA: Rgb = [0.2126, 0.7152, 0.0722];
const lumaOf = (c: Rgb): number => c.reduce((sum, v, i) => sum + v * LUMA[i], 0);

export const STEPS: Readonly<Partial<Record<ComponentName, Step>>> = {
  HeadPoseYaw: (subject, s) => turned(subject, 34 * s * onward(subject.pose?.yaw), 'yaw'),
  HeadPosePitch: (subject, s) => turned(subject, 32 * s * onward(subject.pose?.pitch), 'pitch'),
  HeadPoseRoll: ({ picture }, s) => through(picture, image => image.rotate(45 * s, { background: '#777' })),
  InterEyeDistance: (subject, s) => scaled(subject, 1 - 0.85 * s),
  HeadSize: farAway,
  LeftwardCropOfTheFaceImage: (subject, s) => cut(subject, 'left', 1.9 - 1.2 * s),
  RightwardCropOfTheFaceImage: (subject, s) => cut(subject, 'right', 1.9 - 1.2 * s),
  MarginAboveOfTheFaceImage: (subject, s) => cut(subject, 'top', 1.6 - 1.2 * s),
  MarginBelowOfTheFaceImage: (subject, s) => cut(subject, 'bottom', 2.5 - 1.2 * s),
  LuminanceMean: (subject, s) => times(subject, 1 - 0.85 * s),
  LuminanceVariance: (subject, s) => coloured(subject, c => c.map(v => 120 + (v - 120) * (1 - 0.92 * s)) as Rgb),
  UnderExposurePrevention: (subject, s) => coloured(subject, c => c.map(v => v * (1 - 0.35 * s) - 130 * s) as Rgb),
  OverExposurePrevention: (subject, s) => times(subject, 1 + 3.5 * s),
  DynamicRange: (subject, s) => coloured(subject, c => c.map(v => 150 + (v - 150) * (1 - 0.92 * s)) as Rgb),
  IlluminationUniformity: (subject, s) => {
    const frame = frameOf(subject.landmarks);
    const dark = darkerSide(subject);
    return each(subject.picture, (colour, x, y) => {
      const [u] = placeIn(frame, x, y);
      const light = 1 - (0.97 * s) / (1 + Math.exp(-5 * u * dark));
      return colour.map(v => v * light) as Rgb;
    });
  },
  NaturalColour: (subject, s) =>
    coloured(subject, c => {
      const luma = lumaOf(c);
      const target: Rgb = [luma * 0.75, luma * 1.02, luma * 1.5];
      return c.map((v, i) => v + s * (target[i] - v)) as Rgb;
    }),
  Sharpness: (subject, s) =>
    through(subject.picture, image => image.blur((0.06 + 0.1 * s) * s * frameOf(subject.landmarks).apart + 0.3)),
  CompressionArtifacts: (subject, s) => compressed(subject.picture, Math.round(60 * (1 - s) ** 1.5) + 3),
  SingleFacePresent: (subject, s) => crowd(subject, Math.round(4 * s)),
  FaceOcclusionPrevention: (subject, s) => KINDS.mask.spoil(subject, 112 - 56 * s, always())
};
