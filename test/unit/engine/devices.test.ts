import assert from 'node:assert/strict';
import { describeDevice, devicesToTry, fallbackWarning } from '../../../kernel-lib/src/engine/devices';

describe('choice of the device', () => {
  it('always ends with the CPU, and tries nothing else where the CPU is asked for', () => {
    assert.deepEqual(devicesToTry('cpu'), ['cpu']);
    assert.deepEqual(devicesToTry('cuda'), ['cuda', 'cpu']);
    assert.deepEqual(devicesToTry('webgpu'), ['webgpu', 'cpu']);
    assert.equal(devicesToTry('auto').at(-1), 'cpu');
  });

  it('warns once, with the reason and the remedy, where the wished device cannot be used', () => {
    const words =
      '[E:onnxruntime] /x/libonnxruntime_providers_shared.so: cannot open shared object file: No such file or directory';
    const refused = [{ device: 'cuda' as const, reason: 'Failed to load\n shared library', words }];
    const warning = fallbackWarning('cuda', 'cpu', refused);
    assert.equal(warning?.code, 'DEVICE_FALLBACK');
    assert.match(warning.message, /"cuda".*provider is not installed.*"cpu" is used.*npm run setup:cuda/);
    const unknown = fallbackWarning('cuda', 'cpu', [{ device: 'cuda', reason: 'Something\n else' }]);
    assert.match(unknown?.message ?? '', /\(Something else\); "cpu" is used instead\.$/);
  });

  it('takes nothing that another device said for what is missing', () => {
    const words = "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file";
    const warning = fallbackWarning('cuda', 'cpu', [{ device: 'cuda', reason: 'It is so', words }]);
    assert.match(warning?.message ?? '', /\(It is so\)/);
  });

  it('says nothing where the wish was fulfilled or nothing was wished', () => {
    assert.equal(fallbackWarning('cuda', 'cuda', []), null);
    assert.equal(fallbackWarning('cpu', 'cpu', []), null);
    assert.equal(fallbackWarning('auto', 'cpu', [{ device: 'webgpu', reason: 'slower than the CPU' }]), null);
  });

  it('tells of a GPU that lies idle even where nothing was wished', () => {
    const warning = fallbackWarning('auto', 'cpu', [{ device: 'cuda', reason: 'no library' }]);
    assert.match(warning?.message ?? '', /NVIDIA GPU/);
  });

  it('describes what is used', () => {
    assert.match(describeDevice('cpu', 2, 1), /2 processes × 1 thread$/);
    assert.equal(describeDevice('cuda', 1, 1), 'CUDA, 1 process');
  });
});
