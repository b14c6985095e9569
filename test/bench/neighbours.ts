/**
 * `npm run bench -- neighbours`: all pairs above .8 among 100,000 synthetic embeddings of 512 values, and how long products at full width
 * with the greatest 32 of each row (Gemm → TopK) take on the same machine, over a part. FACEGAUGE_BENCH_VECTORS sets another number.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { findNeighbours } from '../../kernel-lib/src/audit/neighbours';
import { Graph, writeOnnx } from '../../kernel-lib/src/models';
import { seededRandom } from '../../kernel-lib/src/random';
import type { EmbeddingBlock } from '../../kernel-lib/src/store';
import { report } from './report';

const COUNT = Number(process.env.FACEGAUGE_BENCH_VECTORS ?? 100_000);
const SIZE = 512;
const EACH = 10;
const RANK = 160;
const PART = 8192;

/** People, ten pictures each, whose embeddings extend like those of a face network: the eigenvalues fall, pictures of one person are .5 alike. */
function* blocks(): Generator<EmbeddingBlock> {
  const { normal, uniform } = seededRandom(1);
  const scales = Float32Array.from({ length: SIZE }, (_, k) => (k < RANK ? Math.exp(-k / 60) : 0.02));
  const centre = new Float32Array(SIZE);
  for (let first = 0; first < COUNT; first += 4096) {
    const rows = Math.min(4096, COUNT - first);
    const vectors = new Float32Array(rows * SIZE);
    for (let i = 0; i < rows; i++) {
      if ((first + i) % EACH === 0) for (let k = 0; k < SIZE; k++) centre[k] = scales[k] * normal();
      // One picture in a hundred is nearly the one before it.
      const copy = i > 0 && uniform() < 0.01;
      for (let k = 0; k < SIZE; k++) {
        const at = i * SIZE + k;
        vectors[at] = copy ? vectors[at - SIZE] + 0.1 * scales[k] * normal() : centre[k] + scales[k] * normal();
      }
    }
    yield { ids: Float64Array.from({ length: rows }, (_, i) => first + i + 1), size: SIZE, vectors };
  }
}

/** Seconds, and seconds of processors, that Gemm → TopK at full width takes for all pairs, by what a square of PART × PART takes. */
async function plain(folder: string): Promise<{ clock: number; processors: number }> {
  const graph = new Graph('plain');
  graph.input('rows', ['rows', SIZE]);
  graph.input('columns', ['columns', SIZE]);
  graph.node('Gemm', ['rows', 'columns'], 'products', { transB: 1 });
  graph.nodes.push({
    opType: 'TopK',
    name: 'top',
    input: ['products', graph.integers('k', [32])],
    output: ['top', 'places']
  });
  graph.output('top', ['rows', 32]);
  const file = path.join(folder, 'plain.onnx');
  await writeOnnx(graph, file);
  const session = await ort.InferenceSession.create(file, {
    intraOpNumThreads: availableParallelism(),
    extra: { session: { intra_op: { allow_spinning: '0' } } }
  });
  const [{ vectors }] = [...take(blocks(), 1)];
  const tensor = new ort.Tensor('float32', vectors.slice(0, 4096 * SIZE), [4096, SIZE]);
  await session.run({ rows: tensor, columns: tensor });
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < (PART / 4096) ** 2; i++) await session.run({ rows: tensor, columns: tensor });
  const clock = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const times = COUNT ** 2 / 2 / PART ** 2;
  return { clock: clock * times, processors: ((user + system) / 1e6) * times };
}

/** Seconds of processors that processes which have ended took, by what Linux says of their parent; on a busy machine only these tell. */
function processorsOfChildren(): number {
  if (!existsSync('/proc/self/stat')) return NaN;
  const [, ...fields] = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[12]) + Number(fields[13])) / 100;
}

function* take<T>(things: Iterable<T>, n: number): Generator<T> {
  for (const thing of things) {
    if (n-- <= 0) return;
    yield thing;
  }
}

/** Greatest resident memory of the processes of a search, MB, each by what Linux says of it. */
function childrenMemory(): number {
  const task = `/proc/${process.pid}/task/${process.pid}/children`;
  if (!existsSync(task)) return NaN;
  let sum = 0;
  for (const pid of readFileSync(task, 'utf8').trim().split(' ').filter(Boolean)) {
    try {
      sum += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(process.env.FACEGAUGE_BENCH_FOLDER ?? tmpdir(), 'facegauge-bench-'));
  try {
    let [memory, own] = [0, 0];
    const made: EmbeddingBlock[] = [];
    for (const block of blocks()) made.push(block);
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => {
      memory = Math.max(memory, childrenMemory());
      own = Math.max(own, process.memoryUsage().rss - before);
    }, 500);
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    const found = await findNeighbours(() => made, { threshold: 0.8, folder });
    const seconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const processors = processorsOfChildren() + (user + system) / 1e6;
    clearInterval(watch);
    const again = performance.now();
    await findNeighbours(() => made, { threshold: 0.8, folder });
    const second = (performance.now() - again) / 1000;
    const full = await plain(folder);
    report(
      `neighbours: ${COUNT.toLocaleString('en')} embeddings, ${found.pairs.a.length.toLocaleString('en')} pairs from .8`,
      [
        { name: 'all of it', value: seconds, unit: ' s', target: 20 * (COUNT / 100_000) ** 2 },
        { name: '… in seconds of processors', value: processors, unit: ' s', target: null },
        { name: 'Gemm → TopK, width 512, each pair once (from a part)', value: full.clock, unit: ' s', target: null },
        { name: '… in seconds of processors', value: full.processors, unit: ' s', target: null },
        { name: 'the one ÷ the other, processors', value: processors / full.processors, unit: ' ×', target: null },
        { name: 'the same again', value: second, unit: ' s', target: null },
        { name: 'memory of the processes of the search', value: memory, unit: ' MB', target: 1000 },
        { name: 'growth of the asking process', value: own / 1e6, unit: ' MB', target: null }
      ]
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
