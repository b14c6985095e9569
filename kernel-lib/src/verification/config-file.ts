import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { FacegaugeError } from '../errors';
import type { PolicyOverrides } from '../types';
import { findFault, policySchema } from './policy-rules';

/** Looked for in the working folder and in each folder above it; the nearest one counts, alone. */
export const CONFIG_NAME = 'facegauge.json';

/** Who is told of pictures below `autoRejectBelow`. */
const webhookSchema = z.strictObject({
  url: z.string().optional(),
  /** Better in FACEGAUGE_WEBHOOK_SECRET. */
  secret: z.string().optional(),
  allowPrivate: z.boolean().optional(),
  picture: z.boolean().optional(),
  giveUpAfterHours: z.number().positive().max(8760).optional()
});

export type WebhookConfig = z.infer<typeof webhookSchema>;

/** What it may hold. `kernel-lib/schema/facegauge.schema.json` is made of it (`npm run schema`). */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  policy: policySchema.optional(),
  webhook: webhookSchema.optional()
});

/** The JSON Schema of `facegauge.json`, for editors and for other languages. */
export function configJsonSchema(): object {
  return { title: 'facegauge.json', ...z.toJSONSchema(configSchema) };
}

/** A configuration file as read: `{"policy": {"qualityTrust": 0.7, …}, "webhook": {"url": "https://…"}}`. */
export interface ConfigFile {
  path: string;
  policy: PolicyOverrides;
  webhook?: WebhookConfig;
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
    if (text !== null) return { path: file, ...parse(text, file) };
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

function parse(text: string, file: string): Omit<ConfigFile, 'path'> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw invalid(file, 'is not JSON', (error as Error).message, 'Correct it or remove the file.', error);
  }
  const checked = configSchema.safeParse(json);
  if (checked.success) {
    const { policy, webhook } = checked.data;
    return { policy: (policy ?? {}) as PolicyOverrides, ...(webhook && { webhook }) };
  }
  throw explained(checked.error.issues[0], json, file);
}

/** The first thing that is wrong, in words that name the key and what is accepted. */
function explained(issue: z.core.$ZodIssue, json: unknown, file: string): FacegaugeError {
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') place.push(issue.keys[0]);
  let found: unknown = json;
  for (const part of place) found = (found as Record<string, unknown> | null)?.[part];
  if (place[0] === 'policy' && place.length === 2) {
    const fault = findFault(place[1], found) ?? { found: issue.message, action: 'Correct it.' };
    return invalid(file, `has "policy.${place[1]}": ${fault.found}`, fault.found, fault.action);
  }
  if (issue.code === 'unrecognized_keys')
    return invalid(
      file,
      `has the unknown key "${place.join('.')}"`,
      place.join('.'),
      'Thresholds belong under "policy", an address to be told under "webhook".'
    );
  if (place[0] === 'webhook' && place.length === 2)
    // A secret is never repeated.
    return invalid(file, `has a "webhook.${place[1]}" that is none`, typeof found, issue.message);
  const what =
    place.length === 0
      ? 'does not hold an object'
      : `has "${place[0]}", which is no ${place[0] === 'policy' ? 'object' : 'text'}`;
  return invalid(file, what, JSON.stringify(found), 'Expected {"policy": {"qualityTrust": 0.6}}.');
}

function invalid(file: string, what: string, found: string, action: string, cause?: unknown): FacegaugeError {
  return new FacegaugeError('CONFIG_INVALID', `${file} ${what}.`, { path: file, found, action, cause });
}
