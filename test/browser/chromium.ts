import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The browser named by `CHROMIUM`, else Debian's. Nothing of it reaches for the network. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`No Chromium at ${executablePath}: install it (Debian: apt-get install chromium) or set CHROMIUM.`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync'
    ]
  });
}
