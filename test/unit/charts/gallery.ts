/** Every chart with made-up data that has what real data have: long names, gaps, nothing, many. */
import * as charts from '../../../kernel-lib/src/charts';
import type { Chart, ChartOptions } from '../../../kernel-lib/src/charts';
import { seededRandom } from '../../../kernel-lib/src/random';

const POLICY = {
  similarityMatch: 0.4437,
  similarityReview: 0.3012,
  qualityTrust: 0.6,
  qualityReject: 0.4,
  autoRejectBelow: null
};
const HOUR = 3_600_000;

export function gallery(options: ChartOptions): Record<string, Chart> {
  const random = seededRandom(3);
  const quality = () => Math.min(1, Math.cbrt(random.uniform()));
  const bins = (centre: number, spread: number, n: number) =>
    Array.from({ length: 60 }, (_, i) => Math.round(n * Math.exp(-(((i / 50 - 0.2 - centre) / spread) ** 2) / 2)));
  const points = Array.from({ length: 37 }, (_, i) => {
    const fmr = 10 ** (-i / 6);
    const fnmr = 0.004 + 0.25 * (i / 36) ** 2.2;
    return { threshold: 0.1 + i / 60, fmr, fnmr, low: fnmr * 0.7, high: Math.min(1, fnmr * 1.4 + 0.003) };
  });
  const curve = { points, mated: 6000, nonMated: 2_000_000 };
  const steps = Array.from({ length: 60 }, (_, i) => ({
    discarded: i / 59,
    fnmr: i === 59 ? 0 : 0.05 * (1 - i / 60) ** 1.6
  }));
  const ideal = [
    ...Array.from({ length: 20 }, (_, i) => ({ discarded: i / 400, fnmr: (20 - i) / (400 - i) })),
    { discarded: 0.05, fnmr: 0 },
    { discarded: 1, fnmr: 0 }
  ];
  const plane = Array.from({ length: 24 * 20 }, (_, k) => {
    const [x, y] = [k % 24, Math.floor(k / 24)];
    const [from, low] = [Number((-0.2 + x * 0.05).toFixed(2)), y / 20];
    const weight = Math.exp(3 * low);
    const mated = Math.round(40 * weight * Math.exp(-(((from - 0.2 - 0.5 * low) / 0.15) ** 2)));
    const nonMated = Math.round(900 * weight * Math.exp(-((from / 0.1) ** 2)));
    return { from, to: Number((from + 0.05).toFixed(2)), low, high: (y + 1) / 20, mated, nonMated };
  });
  const faces = Array.from({ length: 400 }, (_, i) => ({
    x: Math.cos(i % 12) * 8 + random.normal(),
    y: Math.sin(i % 12) * 8 + random.normal(),
    quality: quality(),
    identity: `person ${i % 12}`,
    source: ['gate', 'kiosk'][i % 2],
    name: `camera/${i}.jpg`
  }));
  return {
    'quality-histogram': charts.qualityHistogram(
      Array.from({ length: 800 }, () => ({ quality: quality() })),
      POLICY,
      options
    ),
    'by-source': charts.qualityBySource(
      ['Gate 1, north entrance, camera facing the street', 'gate-2', '入口三号机', 'kiosk'].map((source, i) => ({
        source,
        pictures: 1200 * (i + 1),
        quantiles: [0.1 + i * 0.15, 0.3 + i * 0.12, 0.45 + i * 0.12, 0.6 + i * 0.1, 0.85 + i * 0.04] as const
      })),
      POLICY,
      options
    ),
    'over-time': charts.qualityOverTime(
      Array.from({ length: 30 }, (_, i) => ({
        at: Date.UTC(2025, 2, 3, 6) + i * HOUR,
        pictures: Math.round(60 + 50 * Math.sin(i / 4)),
        meanQuality: i === 12 ? null : 0.7 + 0.12 * Math.cos(i / 5),
        low: Math.round(8 + 7 * Math.sin(i / 3))
      })),
      options
    ),
    'time-taken': charts.qualityOverTime(
      Array.from({ length: 14 }, (_, i) => ({
        at: Date.UTC(2023, 8 + i, 1),
        end: Date.UTC(2023, 9 + i, 1),
        pictures: i === 5 ? 0 : Math.round(60 + 50 * Math.sin(i / 2)),
        meanQuality: i === 5 ? null : 0.7 + 0.12 * Math.cos(i / 3),
        low: i === 5 ? 0 : Math.round(5 + 4 * Math.sin(i / 2))
      })),
      { ...options, step: 'month', clock: 'camera', of: 1200 }
    ),
    findings: charts.findingsByFrequency(
      [
        { name: 'Blurred: out of focus', count: 412 },
        { name: 'Too dark', count: 233 },
        { name: '戴口罩', count: 78 },
        { name: 'The face is turned far to the side', count: 12 }
      ],
      2400,
      options
    ),
    components: charts.componentProfile(
      [
        { name: 'Sharpness', low: 31, rest: 84 },
        { name: 'HeadPoseYaw', low: 66, rest: 92 },
        { name: 'FaceOcclusionPrevention', low: 52, rest: 97 },
        { name: 'LuminanceMean', low: 80, rest: 78 }
      ],
      { low: 312, rest: 2088 },
      options
    ),
    similarities: charts.similarityDistributions(
      { nonMated: bins(0.02, 0.09, 90000), mated: bins(0.6, 0.16, 400), range: [-0.2, 1] },
      POLICY,
      options
    ),
    roc: charts.rocChart(curve, options),
    det: charts.detChart(curve, options),
    edc: charts.discardChart({ threshold: 0.3512, startingError: 0.05, points: steps, ideal }, options),
    'verdict-plane': charts.verdictPlane(plane, POLICY, options),
    reliability: charts.reliabilityDiagram(
      [0.1, 0.3, 0.5, 0.7, 0.85, 0.95].map((predicted, i) => ({
        predicted,
        observed: Math.min(1, predicted + 0.04 * Math.sin(i * 2)),
        low: Math.max(0, predicted - 0.12 + i * 0.015),
        high: Math.min(1, predicted + 0.12 - i * 0.012),
        count: 200 * (i + 1)
      })),
      options
    ),
    sweep: charts.sweepChart(
      ['blur', 'low resolution', 'noise', '过暗', 'overexposure'].flatMap((kind, k) =>
        [0, 1, 2].map(severity => ({
          ...{ kind, severity, pictures: 40 },
          ...{ mean: 0.85 - severity * (0.2 + k * 0.04), low: 0.6 - severity * 0.25, high: 0.95 - severity * 0.15 }
        }))
      ),
      options
    ),
    'map-quality': charts.embeddingMap(faces, { ...options, method: 'pca', of: 120000 }),
    'map-identity': charts.embeddingMap(faces, { ...options, colour: 'identity' })
  };
}

/** Charts of nothing: a data set that was just begun. */
export function empty(options: ChartOptions): Record<string, Chart> {
  return {
    'by-source': charts.qualityBySource([], POLICY, options),
    'over-time': charts.qualityOverTime([], options),
    findings: charts.findingsByFrequency([], 0, options),
    components: charts.componentProfile([], { low: 0, rest: 0 }, options),
    reliability: charts.reliabilityDiagram([], options),
    map: charts.embeddingMap([], options)
  };
}
