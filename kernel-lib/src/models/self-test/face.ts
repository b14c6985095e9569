/** Does the score of a face network fall when a picture is spoiled? Where it does not, it must not be shown as quality. */
import { recognise, type FaceContract } from '../../recognition';
import type { Network, Pixels, Recognition } from '../../types';
import type { SelfTestRecord } from '../manifest';
import { DAMAGES, type DamageKind } from './damage';

/** Of the faces, how many must fall for a kind to count as falling. */
const SHARE = 0.75;
/** One kind may fail: some networks are good at seeing through one of them. */
const FAILURES_ALLOWED = 1;

const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

function reasonOf(failed: DamageKind[], scores: Record<string, number[]>): string {
  const [clean] = scores.clean;
  const change = (kind: DamageKind) => `${kind} ${signed(scores[kind][1] - clean)}`;
  const kinds = Object.keys(DAMAGES).length;
  const found = `log_quality changes with damage by ${failed.map(change).join(', ')}, against ${clean.toFixed(2)} for clean faces`;
  return failed.length === kinds
    ? `The score rises with damage instead of falling: ${found}.`
    : `The score does not fall with ${failed.length} of ${kinds} kinds of damage: ${found}.`;
}

/** A large network over many crops at once would need gigabytes. */
const AT_ONCE = 4;

/** `recognise` over any number of crops. */
export async function recogniseInParts(
  crops: Pixels[],
  network: Network,
  contract: FaceContract
): Promise<Recognition[]> {
  const results: Recognition[] = [];
  for (let i = 0; i < crops.length; i += AT_ONCE) {
    results.push(...(await recognise(crops.slice(i, i + AT_ONCE), network, contract)));
  }
  return results;
}

/**
 * Spoils clean crops in six ways at two severities and compares log_quality.
 * @param crops 112×112, clean
 * @param today ISO date of the record
 */
export async function selfTestFace(
  crops: Pixels[],
  network: Network,
  contract: FaceContract,
  today = new Date().toISOString().slice(0, 10)
): Promise<SelfTestRecord> {
  const score = async (pictures: Pixels[]) =>
    (await recogniseInParts(pictures, network, contract)).map(({ logQuality }) => logQuality);
  const clean = await score(crops);
  const scores: Record<string, number[]> = { clean: [mean(clean)] };
  const failed: DamageKind[] = [];
  for (const kind of Object.keys(DAMAGES) as DamageKind[]) {
    const [clear, heavy] = DAMAGES[kind];
    const spoiled = await score(crops.map(heavy));
    scores[kind] = [mean(await score(crops.map(clear))), mean(spoiled)];
    const falling = spoiled.filter((value, i) => value < clean[i]).length / crops.length;
    if (falling < SHARE || scores[kind][1] >= scores.clean[0]) failed.push(kind);
  }
  const passed = failed.length <= FAILURES_ALLOWED;
  return { date: today, passed, reason: passed ? null : reasonOf(failed, scores), scores };
}
