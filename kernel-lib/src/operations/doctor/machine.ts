/** Node, and onnxruntime's way to the hardware. */
import { Engine, hasNvidiaGpu } from '../../engine';
import { FacegaugeError } from '../../errors';
import { resolveModels } from '../../models';
import { gpus, machine } from '../status';
import { well, wrong, type CheckResult } from './check';

const LEAST_NODE = [20, 19] as const;

export async function checkMachine(): Promise<CheckResult[]> {
  return [checkNode(process.versions.node), checkMemory(), ...(await checkGpu())];
}

/** @param version `20.19.2` */
export function checkNode(version: string): CheckResult {
  const [major, minor] = version.split('.').map(Number);
  const old = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return old
    ? wrong('node', 'fault', `Node ${version} is too old.`, `Install Node ${LEAST_NODE.join('.')} or newer.`)
    : well('node', `Node ${version} (ABI ${process.versions.modules}, ${process.platform} ${process.arch})`);
}

/** An engine process takes about 300 MB. */
function checkMemory(): CheckResult {
  const { cores, load, memoryFree } = machine();
  const megabytes = Math.round(memoryFree / 1e6);
  const found = `${cores} cores, load ${load.toFixed(1)}, ${megabytes} MB of memory free`;
  return memoryFree < 500e6
    ? wrong('memory', 'warning', found, 'Close other programs, or take fewer engine processes: --processes 1.')
    : well('memory', found);
}

async function checkGpu(): Promise<CheckResult[]> {
  if (!hasNvidiaGpu()) return [well('gpu', 'No NVIDIA GPU is to be seen; the CPU is used.')];
  const cards = await gpus();
  const cuda = await checkCuda();
  if (cards.length === 0)
    return [
      wrong('gpu', 'warning', 'An NVIDIA GPU is there, and nvidia-smi does not answer.', 'Check the driver.'),
      cuda
    ];
  const seen = cards.map(({ index, name, memory, memoryUsed }) => {
    const found = `GPU ${index}: ${name}, ${Math.round((memory - memoryUsed) / 1e6)} MB free`;
    return memory - memoryUsed < 700e6
      ? wrong('gpu', 'warning', found, 'Others use its memory: end them, or work with --device cpu.')
      : well('gpu', found);
  });
  return [...seen, cuda];
}

/** Whether onnxruntime can compute on CUDA, by starting an engine that tries it: only then does the loader name what is missing. */
export async function checkCuda(): Promise<CheckResult> {
  let engine: Engine;
  try {
    engine = await Engine.start({ model: await resolveModels(), device: 'cuda', processes: 1 });
  } catch (error) {
    if (!(error instanceof FacegaugeError)) throw error;
    return wrong('cuda', 'fault', error.sentence, error.action ?? 'facegauge logs --level error');
  }
  const { used, description, warning } = engine.device;
  await engine.close();
  if (used === 'cuda') return well('cuda', `CUDA can be used: ${description}`);
  const [found, help = ''] = (warning?.message ?? '').split(/(?<= is used instead\.) /);
  return wrong(
    'cuda',
    'warning',
    found || 'CUDA cannot be used.',
    help || 'Work with --device cpu, or look at `nvidia-smi`.'
  );
}
