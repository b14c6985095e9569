import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { sha256Of, type Waiting } from '../../../kernel-lib/src/operations/webhook/event';
import {
  Deliverer,
  isPrivate,
  pauseAfter,
  post,
  webhookSettings,
  type WebhookSettings
} from '../../../kernel-lib/src/operations/webhook';
import { Store } from '../../../kernel-lib/src/store';
import { sample, useFolder } from '../store/sample';
import { receiver, type Received } from './receiver';

const KEY = Buffer.alloc(32, 7);
const SECRET = `whsec_${KEY.toString('base64')}`;

function waitingFor(file: string | null, bytes: Uint8Array): Waiting {
  const data = {
    sample: 1,
    path: file,
    sha256: sha256Of(bytes),
    source: 'kiosk',
    run: null,
    quality: 0.02,
    thresholds: { autoRejectBelow: 0.1, qualityReject: 0.4, qualityTrust: 0.6 },
    findings: [],
    model: 'test-net',
    width: 640,
    height: 480
  };
  const event = { type: 'picture.rejected', timestamp: new Date().toISOString(), data } as const;
  return { event, picture: file === null ? null : { file, kept: false } };
}

const headersOf = ({ headers }: Received): Record<string, string> => ({
  'webhook-id': String(headers['webhook-id']),
  'webhook-timestamp': String(headers['webhook-timestamp']),
  'webhook-signature': String(headers['webhook-signature'])
});

describe('webhook', () => {
  const folder = useFolder();
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 0xfe, 0x80]);
  const settings = (url: URL, changes: Partial<WebhookSettings> = {}): WebhookSettings => ({
    url,
    key: KEY,
    allowPrivate: true,
    picture: true,
    giveUpAfterMs: 3_600_000,
    ...changes
  });
  const picture = (): string => {
    const file = path.join(folder(), 'bad.jpg');
    writeFileSync(file, bytes);
    return file;
  };

  it('brings event and picture, signed over the bytes that are sent', async () => {
    const server = await receiver(response => response.end('thanks'));
    const outcome = await post({ messageId: 'msg_1', waiting: waitingFor(picture(), bytes) }, settings(server.url));
    await server.close();
    assert.deepEqual(outcome, { kind: 'delivered' });
    const [{ headers, body }] = server.received;
    const signed = createHmac('sha256', KEY)
      .update(`msg_1.${headers['webhook-timestamp']}.`)
      .update(body)
      .digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${signed}`);
    const form = await new Response(body, { headers: { 'content-type': headers['content-type']! } }).formData();
    const event = JSON.parse(await (form.get('event') as File).text());
    assert.equal(event.data.quality, 0.02);
    assert.deepEqual(new Uint8Array(await (form.get('picture') as File).arrayBuffer()), bytes);
  });

  it('is believed by the library of Standard Webhooks', async () => {
    const server = await receiver(response => response.end());
    await post({ messageId: 'msg_2', waiting: waitingFor(null, bytes) }, settings(server.url));
    await server.close();
    const [received] = server.received;
    const event = new Webhook(SECRET).verify(received.body.toString(), headersOf(received)) as { type: string };
    assert.equal(event.type, 'picture.rejected');
    assert.throws(() => new Webhook(SECRET).verify(`${received.body} `, headersOf(received)));
  });

  it('does not send another picture that has taken the place of the one it tells of', async () => {
    const server = await receiver(response => response.end());
    const file = picture();
    writeFileSync(file, 'another');
    await post({ messageId: 'msg_3', waiting: waitingFor(file, bytes) }, settings(server.url));
    await server.close();
    const event = JSON.parse(server.received[0].body.toString());
    assert.equal(event.data.pictureLeftOut, 'changed since');
  });

  it('comes again after errors, never follows a redirect, and gives up where the receiver is gone', async () => {
    const kind = async (status: number, headers: Record<string, string> = {}) => {
      const server = await receiver(response => response.writeHead(status, headers).end());
      const outcome = await post({ messageId: 'm', waiting: waitingFor(picture(), bytes) }, settings(server.url));
      await server.close();
      return { outcome, times: server.received.length };
    };
    assert.equal((await kind(500)).outcome.kind, 'later');
    const redirected = await kind(302, { location: '/elsewhere' });
    assert.equal(redirected.outcome.kind, 'later');
    assert.equal(redirected.times, 1);
    assert.equal((await kind(410)).outcome.kind, 'dead');
    const busy = (await kind(429, { 'retry-after': '120' })).outcome;
    assert.ok(busy.kind === 'later' && busy.after === 120_000);
    const tooLarge = (await kind(413)).outcome;
    assert.ok(tooLarge.kind === 'later' && tooLarge.waiting!.picture === null);
  });

  it('does not wait for ever for a server that says nothing, breaks off, or never ends', async () => {
    const message = { messageId: 'm', waiting: waitingFor(null, bytes) };
    for (const answer of [
      (): void => undefined,
      (response: { socket: { destroy(): void } | null }): void => response.socket!.destroy()
    ] as Parameters<typeof receiver>[0][]) {
      const server = await receiver(answer);
      const outcome = await post(message, settings(server.url), 300);
      await server.close();
      assert.equal(outcome.kind, 'later');
    }
    const endless = await receiver(response => {
      const more = (): void =>
        void (response.destroyed || response.write('x'.repeat(16_384), () => setImmediate(more)));
      more();
    });
    const outcome = await post(message, settings(endless.url));
    await endless.close();
    assert.equal(outcome.kind, 'delivered', 'what it says beyond 64 kB is nobody’s business');
  });

  it('tells no private address unless that is allowed', async () => {
    const server = await receiver(response => response.end());
    const message = { messageId: 'm', waiting: waitingFor(null, bytes) };
    const byAddress = await post(message, settings(server.url, { allowPrivate: false }));
    const byName = await post(
      message,
      settings(new URL(`http://localhost:${server.url.port}/`), { allowPrivate: false })
    );
    await server.close();
    for (const outcome of [byAddress, byName])
      assert.match(outcome.kind === 'later' ? outcome.reason : '', /private address/);
    assert.equal(server.received.length, 0);
    for (const address of [
      '10.1.2.3',
      '169.254.169.254',
      '::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '0.0.0.0',
      'no address'
    ])
      assert.ok(isPrivate(address), address);
    for (const address of ['8.8.8.8', '2606:4700::1111']) assert.ok(!isPrivate(address), address);
  });

  it('tries again later with the same id, and remembers that it was told', async () => {
    const server = await receiver((response, _, nth) => response.writeHead(nth === 1 ? 500 : 200).end());
    const store = Store.open(path.join(folder(), 'one.db'));
    const body = JSON.stringify(waitingFor(picture(), bytes));
    await store.record(sample('bad'), [{ messageId: 'msg_again', topic: 'picture.rejected', body }]);
    const deliverer = new Deliverer(store.outbox, { settings: settings(server.url), onTrouble: assert.fail });
    await until(() => store.outbox.list()[0].lastError !== null);
    const [waiting] = store.outbox.list();
    assert.equal(waiting.state, 'waiting');
    assert.ok(waiting.nextAt > Date.now() + 1000, 'there is a pause');
    await store.outbox.retry(Date.now(), [waiting.id]);
    deliverer.wake();
    await until(() => store.outbox.list()[0].state === 'delivered');
    await deliverer.close();
    await store.close();
    await server.close();
    assert.deepEqual(
      server.received.map(({ headers }) => headers['webhook-id']),
      ['msg_again', 'msg_again']
    );
  });

  it('pauses longer and longer, an hour at most', () => {
    for (const attempts of [1, 2, 3, 8, 40]) {
      const full = Math.min(3_600_000, 5000 * 2 ** (attempts - 1));
      const pause = pauseAfter(attempts);
      assert.ok(pause >= full / 2 && pause <= full, `${attempts}: ${pause}`);
    }
  });

  it('is set up by environment or file, and never says the secret', () => {
    const environment = { FACEGAUGE_WEBHOOK_URL: 'https://example.org/hook', FACEGAUGE_WEBHOOK_SECRET: SECRET };
    const made = webhookSettings(environment, undefined)!;
    assert.equal(made.url.href, 'https://example.org/hook');
    assert.ok(made.key.equals(KEY));
    assert.equal(made.allowPrivate, false);
    assert.equal(webhookSettings({}, undefined), null);
    assert.equal(webhookSettings({}, { url: 'https://example.org/', secret: SECRET, picture: false })!.picture, false);
    const refused = (changes: NodeJS.ProcessEnv): Error => {
      try {
        webhookSettings({ ...environment, ...changes }, undefined);
      } catch (error) {
        return error as Error;
      }
      return assert.fail('accepted');
    };
    for (const secret of ['', 'whsec_c2hvcnQ=', 'verysecretindeed'])
      assert.doesNotMatch(JSON.stringify(refused({ FACEGAUGE_WEBHOOK_SECRET: secret })), /verysecret|c2hvcnQ/);
    assert.match(refused({ FACEGAUGE_WEBHOOK_URL: 'ftp://example.org' }).message, /neither http nor https/);
  });
});

async function until(true_: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !true_(); await new Promise(resolve => setTimeout(resolve, 20)))
    if (Date.now() > end) assert.fail('nothing happened');
}
