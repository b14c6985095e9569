import type { Policy, PolicyKey } from '../types';
import { ASSESSMENT, decimal, deviceName, milliseconds, pixels, signed, VERDICT } from '../drawing';
import type { FaceCardData } from './data';
import type { Threshold, Zone } from './gauge';
import type { Words } from './words';

/** The two quality thresholds as zones of a 0..1 scale. */
export function qualityZones(policy: Policy, words: Words): Zone[] {
  return [
    { from: 0, to: policy.qualityReject, fill: ASSESSMENT.rejected.soft, text: words.zones.rejected },
    { from: policy.qualityReject, to: policy.qualityTrust, fill: ASSESSMENT.review.soft, text: words.zones.review },
    { from: policy.qualityTrust, to: 1, fill: ASSESSMENT.trusted.soft, text: words.zones.trusted }
  ];
}

export function qualityThresholds(policy: Policy, words: Words): Threshold[] {
  return [threshold(policy, 'qualityReject', words), threshold(policy, 'qualityTrust', words)];
}

/** The two similarity thresholds as zones of a 0..1 scale. */
export function similarityZones(policy: Policy, words: Words): Zone[] {
  return [
    { from: 0, to: policy.similarityReview, fill: VERDICT['no-match'].soft, text: words.zones.noMatch },
    { from: policy.similarityReview, to: policy.similarityMatch, fill: VERDICT.review.soft, text: words.zones.review },
    { from: policy.similarityMatch, to: 1, fill: VERDICT.match.soft, text: words.zones.match }
  ];
}

export function similarityThresholds(policy: Policy, words: Words): Threshold[] {
  return [threshold(policy, 'similarityReview', words), threshold(policy, 'similarityMatch', words)];
}

/** A threshold says what it is and where it comes from. */
function threshold(policy: Policy, key: Exclude<PolicyKey, 'autoRejectBelow'>, words: Words): Threshold {
  return { value: policy[key], text: `${words[key]} · ${words.origin[policy.origin[key]]}` };
}

/** `log-quality 3.21 = bias 5.53 − parts 2.32` */
export function logQualityLine(data: FaceCardData, words: Words): string {
  // Of the rounded figures, so that the sum that is read adds up.
  const parts = Number(data.logQuality.toFixed(2)) - Number(data.qualityBias.toFixed(2));
  const sign = parts < 0 ? '−' : '+';
  return (
    `${words.logQuality} ${decimal(data.logQuality)} = ${words.bias} ${decimal(data.qualityBias)} ` +
    `${sign} ${words.parts} ${decimal(Math.abs(parts))}`
  );
}

/** What is known of the face itself. */
export function faceFacts(data: FaceCardData, words: Words): string[] {
  if (data.aligned) return [words.alreadyAligned];
  const { width, height } = data.box;
  return [
    words.faces(data.faces),
    `${words.box} ${pixels(width, height, words.language)}`,
    `${words.detection} ${decimal(data.detectionScore, 3)}`
  ];
}

/** `Time 75 ms: decode 12 ms · …` */
export function timeLine(data: FaceCardData, words: Words): string {
  const phases = (Object.keys(words.phases) as (keyof FaceCardData['timings'])[])
    .filter(phase => data.timings[phase] > 0)
    .map(phase => `${words.phases[phase]} ${milliseconds(data.timings[phase], words.language)}`);
  return `${words.time} ${milliseconds(data.elapsedMs, words.language)}: ${phases.join('  ·  ')}`;
}

export function modelLine({ model, device }: { model: string; device: string }, words: Words): string {
  return `${words.model} ${model}  ·  ${words.device} ${deviceName(device)}`;
}

/** Labels of a map's colour bar. */
export function mapLabels(scale: number, words: Words) {
  return [
    { value: scale, text: `≥ ${signed(scale)}`, note: words.raises },
    { value: 0, text: '0', note: words.likeGood },
    { value: -scale, text: `≤ ${signed(-scale)}`, note: words.lowers }
  ];
}
