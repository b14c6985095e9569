/** What is missing where CUDA cannot be used, and what to do, from the words of loader, driver and onnxruntime. */
import { saysOutOfMemory } from './out-of-memory';

export interface CudaTrouble {
  /** A clause: `cuBLAS of CUDA 12 is missing: libcublasLt.so.12`. */
  what: string;
  /** A sentence. */
  action: string;
}

/** The CUDA release that onnxruntime's provider is built for: the numbers of its libraries are their own (cuFFT 11 is part of CUDA 12). */
const CUDA = 'CUDA 12';

/** Libraries of CUDA by the stem of their file, with the names people know. */
const PARTS: Record<string, string> = {
  cublas: 'cuBLAS',
  cublasLt: 'cuBLAS',
  cudart: 'the CUDA runtime',
  cufft: 'cuFFT',
  curand: 'cuRAND',
  cusparse: 'cuSPARSE',
  nvrtc: 'NVRTC',
  nvJitLink: 'nvJitLink'
};

const IN_SIGHT = 'where the loader finds it (its folder in LD_LIBRARY_PATH, or `ldconfig`)';

/** null where the words say nothing that is known. */
export function cudaTrouble(reason: string): CudaTrouble | null {
  const library = /lib(\w+)\.so(?:\.(\d+))?[\d.]*: cannot open shared object file/.exec(reason);
  if (library) return missingLibrary(library[1], library[2]);
  if (/onnxruntime_providers_(cuda|shared)/.test(reason) && /no such file|cannot open|error 126/i.test(reason))
    return PROVIDER;
  if (/execution provider.*not (supported|available|enabled)|backend not found|no available backend/i.test(reason))
    return PROVIDER;
  if (/driver version is insufficient/i.test(reason))
    return { what: `the NVIDIA driver is too old for ${CUDA}`, action: 'Update the driver.' };
  if (/no CUDA-capable device|CUDA failure 100\b/i.test(reason))
    return {
      what: 'CUDA sees no GPU',
      action:
        'See whether `nvidia-smi` lists it and CUDA_VISIBLE_DEVICES does not hide it; a container must be given it.'
    };
  if (/invalid device (ordinal|id)|CUDA failure 101\b/i.test(reason))
    return {
      what: 'there is no GPU with this number',
      action: '`nvidia-smi -L` lists them; the option gpus takes their numbers.'
    };
  if (saysOutOfMemory(reason))
    return {
      what: 'its memory is full',
      action: 'End what else uses it (`nvidia-smi` lists it), or take another GPU.'
    };
  return null;
}

const PROVIDER: CudaTrouble = {
  what: "onnxruntime's CUDA provider is not installed",
  action:
    '`npm run setup:cuda` fetches it in a checkout; elsewhere install onnxruntime-node anew without ONNXRUNTIME_NODE_INSTALL=skip.'
};

function missingLibrary(stem: string, version: string | undefined): CudaTrouble {
  const file = `lib${stem}.so${version ? `.${version}` : ''}`;
  if (stem.startsWith('onnxruntime_providers')) return PROVIDER;
  if (stem === 'cuda')
    return {
      what: `the NVIDIA driver is missing: ${file}`,
      action: 'Install it; a container must be given it.'
    };
  if (stem.startsWith('cudnn')) {
    const name = version ? `cuDNN ${version}` : 'cuDNN';
    return { what: `${name} is missing: ${file}`, action: `Install ${name} for ${CUDA} ${IN_SIGHT}.` };
  }
  const part = PARTS[stem];
  if (!part) return { what: `a library is missing: ${file}`, action: `Install it ${IN_SIGHT}.` };
  return { what: `${part} of ${CUDA} is missing: ${file}`, action: `Install ${CUDA} with ${part} ${IN_SIGHT}.` };
}
