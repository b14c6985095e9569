/** Who is told of rejected pictures: address and secret from the environment or the configuration file, never from the store. */
import { FacegaugeError } from '../../errors';
import type { WebhookConfig } from '../../verification';

export interface WebhookSettings {
  url: URL;
  /** Key of the signature. */
  key: Buffer;
  /** Private, loopback and link-local addresses may be told too. */
  allowPrivate: boolean;
  /** The original picture goes with the message. */
  picture: boolean;
  /** A message that nobody took for so long is given up, ms. */
  giveUpAfterMs: number;
}

const PREFIX = 'whsec_';
/** Standard Webhooks: 24 to 64 bytes of secret. */
const [LEAST_KEY, MOST_KEY] = [24, 64];
const DEFAULT_HOURS = 72;

/**
 * FACEGAUGE_WEBHOOK_URL, FACEGAUGE_WEBHOOK_SECRET and FACEGAUGE_WEBHOOK_ALLOW_PRIVATE go before the file's `webhook`. The store can
 * be read by whoever may see the pictures' qualities; a secret has no place in it, and an address without its secret no use.
 * @returns null where nobody is to be told
 * @throws FacegaugeError CONFIG_INVALID, never with the secret in it
 */
export function webhookSettings(
  environment: NodeJS.ProcessEnv,
  config: WebhookConfig | undefined
): WebhookSettings | null {
  const { FACEGAUGE_WEBHOOK_URL, FACEGAUGE_WEBHOOK_SECRET, FACEGAUGE_WEBHOOK_ALLOW_PRIVATE } = environment;
  const address = FACEGAUGE_WEBHOOK_URL?.trim() || config?.url;
  if (!address) return null;
  const secret = FACEGAUGE_WEBHOOK_SECRET?.trim() || config?.secret;
  return {
    url: addressOf(address),
    key: keyOf(secret),
    allowPrivate: FACEGAUGE_WEBHOOK_ALLOW_PRIVATE === '1' || (config?.allowPrivate ?? false),
    picture: config?.picture ?? true,
    giveUpAfterMs: (config?.giveUpAfterHours ?? DEFAULT_HOURS) * 3_600_000
  };
}

function addressOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw invalid(
      'The address of the webhook is neither http nor https.',
      'FACEGAUGE_WEBHOOK_URL',
      address,
      'Write https://…'
    );
  if (url.username || url.password)
    throw invalid(
      'The address of the webhook holds a password.',
      'FACEGAUGE_WEBHOOK_URL',
      url.host,
      'The signature proves who speaks; leave it out.'
    );
  return url;
}

function keyOf(secret: string | undefined): Buffer {
  if (!secret)
    throw invalid('The webhook has an address and no secret.', 'FACEGAUGE_WEBHOOK_SECRET', 'none', HOW_TO_MAKE_ONE);
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '', 'base64');
  if (key.length < LEAST_KEY || key.length > MOST_KEY)
    throw invalid(
      `The secret of the webhook is not ${PREFIX} and ${LEAST_KEY} to ${MOST_KEY} bytes in base64.`,
      'FACEGAUGE_WEBHOOK_SECRET',
      `${key.length} bytes`,
      HOW_TO_MAKE_ONE
    );
  return key;
}

const HOW_TO_MAKE_ONE = 'Make one, for both sides: echo "whsec_$(openssl rand -base64 32)"';

function invalid(message: string, path: string, found: string, action: string): FacegaugeError {
  return new FacegaugeError('CONFIG_INVALID', message, { path, found, action });
}
