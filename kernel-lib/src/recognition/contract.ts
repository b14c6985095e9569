/**
 * What a network promises, as plain data: it comes from the manifest, crosses process borders and is checked at load.
 */

/** Side of the ArcFace template in pixels; every network here reads crops of this size. */
export const CROP_SIZE = 112;

/** Rows and columns of the contribution map. */
export const MAP_SIZE = 7;

/** Order of the colour channels a network wants. */
export type ChannelOrder = 'RGB' | 'BGR';

/** Order of the axes of an input tensor. */
export type Layout = 'NCHW' | 'NHWC';

/** Three numbers for red, green and blue, in this order whatever the network's channel order is. */
export type Rgb = [red: number, green: number, blue: number];

/** Monotone knots [logQuality, quality], ascending; linear between, clamped outside. */
export type CalibrationKnots = [logQuality: number, quality: number][];

/**
 * A face network: float32 [N,3,112,112] in; out come `embedding` [N,embeddingSize] of unit length, `log_quality` [N,1] and
 * `quality_map` [N,7,7] with sum(quality_map) + bias = log_quality to 1e-4.
 * The map is centred by the network: a part is 0 where its cell looks like a good face's.
 * Optional: `causes` [N,K], the probability (0..1) that each of K named things is wrong with the picture.
 */
export interface FaceContract {
  /** Name of the input. */
  input: string;
  order: ChannelOrder;
  /** A channel value x (0..255) enters as (x − mean) / std. */
  mean: Rgb;
  std: Rgb;
  embeddingSize: number;
  /** Names of the columns of a fourth output, `causes` float32 [N,K] with probabilities; null where there is none. */
  causes: string[] | null;
  /** logQuality of a face all of whose cells look good. */
  bias: number;
  /** null: quality = min(1, exp(logQuality)), with a warning where exp(logQuality) was above 1. */
  calibration: CalibrationKnots | null;
  /** False where the score was found not to fall with damage: quality is null then. */
  qualityUsable: boolean;
  /** Why quality is unusable, a sentence; null where it is usable. */
  qualityReason: string | null;
  /** Half-range of the map's colours, where the manifest states one; see `mapScale`. */
  mapScale?: number;
}

/**
 * A recogniser of the user's own: any network over the 112×112 template that gives one embedding a crop. Quality comes from the
 * face network on the same crop.
 */
export interface RecogniserContract {
  /** Name of the input. */
  input: string;
  layout: Layout;
  order: ChannelOrder;
  /** A channel value x (0..255) enters as (x · scale − mean) / std. */
  scale: number;
  mean: Rgb;
  std: Rgb;
  /** Name of the output. */
  output: string;
  /** Length of the embedding before it is brought to unit length. */
  embeddingSize: number;
  /** Batch size the graph is fixed to; null where any size goes. */
  batch: number | null;
}
