import fs from 'node:fs/promises';
import path from 'node:path';
import { FacegaugeError } from '../errors';
import type { PolicyOverrides } from '../types';
import { findFault } from './policy-rules';

/** Looked for in the working folder and in each folder above it; the nearest one counts, alone. */
export const CONFIG_NAME = 'facegauge.json';

/** A configuration file as read: `{"policy": {"qualityTrust": 0.7, …}}`. */
export interface ConfigFile {
  path: string;
  policy: PolicyOverrides;
}

/**
 * The nearest `facegauge.json` at or above a folder.
 * @returns null where there is none
 * @throws CONFIG_INVALID with path and key where it is unreadable, no JSON, or holds an unknown key or impossible value
 */
export async function readConfigFile(from: string): Promise<ConfigFile | null> {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const file = path.join(folder, CONFIG_NAME);
    const text = await readIfThere(file);
    if (text !== null) return { path: file, policy: parse(text, file) };
    if (folder === path.dirname(folder)) return null;
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw invalid(file, 'cannot be read', message, 'Check its permissions.', error);
  }
}

function parse(text: string, file: string): PolicyOverrides {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(file, 'is not JSON', (error as Error).message, 'Correct it or remove the file.', error);
  }
  const { policy = {}, $schema, ...unknown } = expectObject(json, file, null);
  void $schema;
  const [strange] = Object.keys(unknown);
  if (strange !== undefined)
    throw invalid(file, `has the unknown key "${strange}"`, strange, 'Thresholds belong under "policy".');
  const thresholds = expectObject(policy, file, 'policy');
  for (const [key, value] of Object.entries(thresholds)) {
    const fault = findFault(key, value);
    if (fault) throw invalid(file, `has "policy.${key}": ${fault.found}`, fault.found, fault.action);
  }
  return thresholds as PolicyOverrides;
}

function expectObject(value: unknown, file: string, key: string | null): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const what = key === null ? 'does not hold an object' : `has "${key}", which is no object`;
  throw invalid(file, what, JSON.stringify(value), 'Expected {"policy": {"qualityTrust": 0.6}}.');
}

function invalid(file: string, what: string, found: string, action: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('CONFIG_INVALID', `${file} ${what}.`, { path: file, found, action, cause });
}
