/**
 * Ten million comparisons of a thousand people: time, memory and pauses of a whole evaluation, of the display to tune thresholds on, and of
 * what is asked of it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { evaluateScores, tune } from '../../kernel-lib/src/evaluating';
import { TrialColumns } from '../../kernel-lib/src/evaluation';
import { seededRandom } from '../../kernel-lib/src/random';

const TRIALS = 10_000_000;
const PEOPLE = 1000;
const MATED = 100_000;

async function main(): Promise<void> {
  const random = seededRandom(1);
  const columns = new TrialColumns(TRIALS);
  for (let i = 0; i < PEOPLE; i++) columns.subject(`p${i}`);
  for (let i = 0; i < TRIALS; i++) {
    const mated = i < MATED;
    const a = Math.floor(random.uniform() * PEOPLE);
    const b = mated ? a : (a + 1 + Math.floor(random.uniform() * (PEOPLE - 1))) % PEOPLE;
    const [qualityA, qualityB] = [Math.cbrt(random.uniform()), Math.cbrt(random.uniform())];
    const similarity = (mated ? 0.3 + 0.4 * Math.min(qualityA, qualityB) : 0) + 0.1 * random.normal();
    columns.push(Math.max(-1, Math.min(1, similarity)), mated, qualityA, qualityB, a, b);
  }
  const held = process.memoryUsage().rss / 2 ** 20;
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  const [started, worked] = [performance.now(), process.cpuUsage()];
  const evaluation = await evaluateScores(columns);
  const longest = pauses.max / 1e6;
  const json = evaluation.toJSON();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(worked);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${TRIALS.toLocaleString('en')} comparisons of ${PEOPLE} people evaluated in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of them computing (goal < 10 s)`
  );
  console.log(
    `largest memory of the whole process ${peak.toFixed(0)} MB (goal < 500 MB), ${(peak - held).toFixed(0)} MB of it beyond the comparisons; the event loop waited ${longest.toFixed(0)} ms at most`
  );
  const asked: Record<string, () => unknown> = {
    'tune(evaluation)': () => tune(evaluation),
    'recommend({ fmr: 1e-4 })': () => evaluation.recommend({ fmr: 1e-4 }),
    'cost()': () => evaluation.cost()
  };
  for (const [name, ask] of Object.entries(asked)) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    pauses.reset();
    await ask();
    const [longest, seconds] = [pauses.max / 1e6, (performance.now() - from) / 1000];
    const { user, system } = process.cpuUsage(used);
    console.log(
      `${name}: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(2)} s of them computing; largest memory then ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB; the event loop waited ${longest.toFixed(0)} ms at most`
    );
  }
  console.log(`threshold at FMR 1e-4 ${json.at[3].threshold.toFixed(4)}, FNMR ${json.at[3].fnmr!.toFixed(4)}`);
}

void main();
