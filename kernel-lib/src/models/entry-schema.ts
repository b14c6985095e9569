/**
 * The form of a manifest's entries, as zod schemas. An `error` completes the sentence "PLACE should be …". File names are still as
 * written, relative to the manifest.
 */
import { z } from 'zod';
import type { Rgb } from './manifest';

const SCALING = /^\(x - ([\d.]+)\) \/ ([\d.]+)$/;
const SCALING_FORM = '"(x - MEAN) / DEVIATION"';

const text = z.string({ error: 'a text' }).min(1, { error: 'a text' });
const number = z.number({ error: 'a number' });
const positive = number.positive({ error: 'a positive number' });
const count = z.int({ error: 'a positive integer' }).positive({ error: 'a positive integer' });
const order = z.enum(['RGB', 'BGR'], { error: 'one of RGB, BGR' });
const object = <S extends z.core.$ZodLooseShape>(shape: S) => z.object(shape, { error: 'an object' });
const list = <S extends z.ZodType>(item: S) => z.array(item, { error: 'a list' });
const record = <S extends z.ZodType>(value: S) => z.record(z.string(), value, { error: 'an object' });
const pair = z.tuple([number, number], { error: 'a pair of numbers' });
const triple = <S extends z.ZodType>(item: S) => z.tuple([item, item, item], { error: 'three numbers' });

const knots = list(pair).refine(
  pairs =>
    pairs.length >= 2 &&
    pairs.every(([, quality]) => quality >= 0 && quality <= 1) &&
    pairs.every((p, i) => i === 0 || (p[0] > pairs[i - 1][0] && p[1] >= pairs[i - 1][1])),
  { error: 'at least two rising pairs [log quality, quality 0..1]' }
);

const bounds = { similarityMatch: number, similarityReview: number };
const rates = { similarityMatch: number.nullable(), similarityReview: number.nullable() };
const thresholds = object({ ...bounds, fmr: object(rates).nullable().default(null), at: list(pair).default([]) });

const sha256 = text.regex(/^[0-9a-f]{64}$/, { error: '64 lower-case hexadecimal digits' });
const networkFile = { file: text, bytes: count, sha256 };

const described = {
  title: text.optional(),
  licence: text.default('not stated'),
  card: text.nullable().default(null),
  source: text.optional()
};

const calibrated = object({
  date: text,
  pictures: number,
  identities: number,
  matedPairs: number,
  nonMatedPairs: number,
  sha256: text
});

const selfTest = object({
  date: text,
  passed: z.boolean({ error: 'true or false' }),
  reason: text.nullable().default(null),
  scores: record(list(number)).optional()
});

/** `mean` and `std`, or as a person writes it: "(x - 127.5) / 128". */
const faceInput = object({
  name: text,
  order: order.default('RGB'),
  mean: triple(number).optional(),
  std: triple(positive).optional(),
  scaling: z.string({ error: SCALING_FORM }).optional()
}).transform(({ name, order, mean, std, scaling }, context) => {
  if (mean && std) return { name, order, mean, std };
  const [m, d] = (SCALING.exec(scaling ?? '') ?? []).slice(1).map(Number);
  if (Number.isFinite(m) && d > 0) return { name, order, mean: [m, m, m] as Rgb, std: [d, d, d] as Rgb };
  const missing = mean ? 'std' : std ? 'mean' : 'scaling';
  const message = missing === 'scaling' ? SCALING_FORM : 'three numbers';
  context.addIssue({ code: 'custom', path: [missing], message, input: undefined });
  return z.NEVER;
});

const axis = z.union([text, count], { error: 'a positive integer or a name' });

const face = object({
  role: z.literal('face'),
  ...described,
  ...networkFile,
  input: faceInput,
  outputs: record(list(axis)),
  embeddingSize: count,
  bias: number,
  calibration: knots.nullable().default(null),
  thresholds: thresholds.nullable().default(null),
  causes: list(text).nullable().default(null),
  mapScale: positive.optional(),
  calibrated: calibrated.optional(),
  selfTest: selfTest.optional()
}).check(({ value: { causes, outputs }, issues }) => {
  // A network that gives causes nobody can name, or names of causes it does not give, would put words into its mouth.
  const given = outputs.causes?.at(-1);
  const named = causes === null ? undefined : new Set(causes).size;
  if (given === named && named === causes?.length) return;
  const message = given === undefined ? 'absent, as outputs name no causes' : `${given} names, each once`;
  issues.push({ code: 'custom', path: ['causes'], message, input: causes });
});

const cascade = object({
  role: z.literal('detector'),
  architecture: z.literal('cascade').default('cascade'),
  ...described,
  convention: z.enum(['edge', 'original'], { error: 'one of edge, original' }).default('edge'),
  stages: object({ pnet: object(networkFile), rnet: object(networkFile), onet: object(networkFile) })
});

const onePass = object({
  role: z.literal('detector'),
  architecture: z.literal('one-pass'),
  ...described,
  ...networkFile,
  landmarks: object(networkFile).optional()
});

const recogniser = object({
  role: z.literal('recogniser'),
  ...described,
  ...networkFile,
  contract: object({
    input: text,
    layout: z.enum(['NCHW', 'NHWC'], { error: 'one of NCHW, NHWC' }),
    order,
    scale: number,
    mean: triple(number),
    std: triple(positive),
    output: text,
    embeddingSize: count,
    batch: count.nullable().default(null)
  }),
  thresholds: thresholds.nullable().default(null),
  calibration: record(object({ sha256: text, knots })).default({}),
  calibrated: calibrated.optional()
});

/** What discriminates is wrong, or there is no object at all. */
const choice = (names: string) => ({
  error: (issue: { code?: string }) => (issue.code === 'invalid_union' ? `one of ${names}` : 'an object')
});

/** One entry of `networks`. */
export const entrySchema = z.discriminatedUnion(
  'role',
  [face, z.discriminatedUnion('architecture', [cascade, onePass], choice('cascade, one-pass')), recogniser],
  choice('face, detector, recogniser')
);

/** A manifest as a whole; its entries are checked one by one, after manifests were laid over each other. */
export const manifestSchema = z.object(
  {
    version: z.number({ error: 'a number' }),
    defaults: object({ face: text.optional(), detector: text.optional() }).default({}),
    networks: record(z.record(z.string(), z.unknown(), { error: 'an object' }))
  },
  { error: 'an object' }
);

/** What a user's manifest may say of a network that another one defines: see `amendEntry`. */
const amendment = object({
  calibration: z.union([knots, record(object({ sha256, knots }))]).optional(),
  thresholds: thresholds.optional(),
  calibrated
});

/** The JSON Schema (2020-12) of a manifest, as a person may write it. */
export function manifestJsonSchema(): object {
  const whole = manifestSchema.extend({ networks: record(z.union([entrySchema, amendment])) });
  return { title: 'facegauge: manifest of networks', ...z.toJSONSchema(whole, { io: 'input' }) };
}
