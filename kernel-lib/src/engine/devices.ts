/** Which devices are worth a try on this machine, and what is said when the wished one cannot be used. */
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deviceName } from '../numbers';
import type { Device, Language, Warning } from '../types';
import { cudaTrouble, type CudaTrouble } from './cuda-words';
import type { Refusal } from './messages';

export type DeviceRequest = 'auto' | Device;

export interface DeviceReport {
  requested: DeviceRequest;
  used: Device;
  /** For people, in English: processor or GPU, processes, threads. */
  description: string;
  /** The same in Chinese. */
  chinese: string;
  /** Present where the device used is not the one that was asked for or could be had. */
  warning: Warning | null;
}

/**
 * Devices to try, best first; the last is always the CPU. `auto` leaves out a device whose hardware is not to be
 * seen, above all WebGPU on a software adapter, which is slower than the CPU it runs on.
 */
export function devicesToTry(requested: DeviceRequest): Device[] {
  if (requested !== 'auto') return requested === 'cpu' ? ['cpu'] : [requested, 'cpu'];
  const devices: Device[] = [];
  if (hasNvidiaGpu()) devices.push('cuda');
  if (mayHaveWebGpuAdapter()) devices.push('webgpu');
  return [...devices, 'cpu'];
}

/** True where an NVIDIA driver shows a GPU. */
export function hasNvidiaGpu(): boolean {
  if (process.platform === 'linux') return countNvidiaGpus() > 0 || existsSync('/dev/dxg');
  if (process.platform === 'win32') return existsSync(path.join(windowsSystem(), 'nvcuda.dll'));
  return false;
}

/** GPUs to use, one process each: those CUDA_VISIBLE_DEVICES names, else those the driver shows, at least one. */
export function countGpus(device: Device): number {
  if (device !== 'cuda') return 1;
  const visible = process.env.CUDA_VISIBLE_DEVICES;
  if (visible !== undefined) return Math.max(1, visible.split(',').filter(name => name.trim() !== '').length);
  return Math.max(1, countNvidiaGpus());
}

function countNvidiaGpus(): number {
  try {
    return readdirSync('/proc/driver/nvidia/gpus').length;
  } catch {
    return existsSync('/dev/nvidia0') ? 1 : 0;
  }
}

function mayHaveWebGpuAdapter(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readdirSync('/dev/dri').some(name => name.startsWith('renderD'));
  } catch {
    return false;
  }
}

function windowsSystem(): string {
  return path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32');
}

/** Words for {@link DeviceReport}. */
export function describeDevice(used: Device, processes: number, threads: number, language: Language = 'en'): string {
  const zh = language === 'zh';
  const times = zh ? `${processes} 个进程` : `${processes} ${processes === 1 ? 'process' : 'processes'}`;
  const each = zh ? `${threads} 个线程` : `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const comma = zh ? '，' : ', ';
  if (used !== 'cpu') return `${deviceName(used)}${comma}${times}`;
  return `${os.cpus()[0]?.model.trim() || deviceName(used)}${comma}${times} × ${each}`;
}

/**
 * The one warning of a start. `auto` promises nothing, so it only speaks up where an NVIDIA GPU lies idle.
 * @param refused devices tried in vain, in the order they were tried
 * @param gpu the number of the one that was tried, where others of them work
 */
export function fallbackWarning(
  requested: DeviceRequest,
  used: Device,
  refused: readonly Refusal[],
  gpu: number | null = null
): Warning | null {
  const wished = requested === 'auto' ? 'cuda' : requested;
  const refusal = refused.find(({ device }) => device === wished);
  if (!refusal || used === wished) return null;
  const one = requested === 'auto' ? 'The NVIDIA GPU of this machine' : `The device "${wished}"`;
  const what = gpu === null ? one : `GPU ${gpu}`;
  const trouble = wished === 'cuda' ? troubleOf(refusal) : null;
  const reason = trouble?.what ?? oneLine(refusal.reason);
  const help = trouble ? ` ${trouble.action}` : '';
  return { code: 'DEVICE_FALLBACK', message: `${what} cannot be used (${reason}); "${used}" is used instead.${help}` };
}

/** The error onnxruntime throws may say less than what it writes; of that, only what is about its providers counts. */
function troubleOf({ reason, words = '' }: Refusal): CudaTrouble | null {
  const ofProviders = words.split('\n').filter(line => /onnxruntime_providers|provider_bridge/.test(line));
  return cudaTrouble(reason) ?? cudaTrouble(ofProviders.join('\n'));
}

/** What is said once fewer faces, or pictures of the detector, fit into a pass than was thought. */
export function smallerBatches(device: Device, index: number, most: number): Warning {
  const which = device === 'cuda' ? `GPU ${index}` : 'the GPU';
  const items = most === 1 ? 'one face or picture' : `${most} faces or pictures`;
  const message = `The memory of ${which} is full: no more than ${items} in one pass from now on.`;
  return { code: 'SMALLER_BATCHES', message };
}

/** onnxruntime begins its errors with file names and conditions of its own sources; they tell a reader nothing. */
function oneLine(reason: string): string {
  const text = reason
    .replace(/\s+/g, ' ')
    .replace(/^.* was false\. /, '')
    .replace(/\/onnxruntime_src\/\S+ /g, '')
    .trim();
  return (text.length > 160 ? `${text.slice(0, 159)}…` : text).replace(/\.$/, '');
}
