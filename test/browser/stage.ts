import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { Desk } from './desk';
import { type Lab, type LabOptions, ROOT, startLab } from './lab';

/** A sample of each kind: good ones, poor ones for several reasons, one without a face. */
export const PICTURES = [
  'p01-a.jpg',
  'p01-b.jpg',
  'p02-overexposed1.jpg',
  'p05-dark2.jpg',
  'p10-blur2.jpg',
  'p11-a.jpg',
  'p14-mask1.jpg',
  'p15-a.jpg',
  'p18-profile.jpg',
  'p18-sunglasses1.jpg',
  'empty-path.jpg',
  'group.jpg'
];

/** One visit of a reader to JupyterLab. */
export interface IVisit {
  page: Page;
  desk: Desk;
  context: BrowserContext;
  /** Errors of the page, and what the console says of us, warnings included. */
  complaints: string[];
}

/** A JupyterLab, a browser, and what of ours either of them complained of. */
export class Stage {
  private constructor(
    readonly lab: Lab,
    readonly browser: Browser
  ) {}

  /** @param fill puts the files into the folder before the server starts */
  static async open(name: string, fill: (root: string) => void, options: LabOptions = {}): Promise<Stage> {
    const lab = await startLab(name, fill, options);
    try {
      return new Stage(lab, await launchChromium());
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  async visit(options: BrowserContextOptions = {}): Promise<IVisit> {
    const context = await this.browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    const complaints: string[] = [];
    // Of an error of ours the place is told: JupyterLab has some of its own where a server is gone.
    page.on('pageerror', error => {
      complaints.push(error.stack && /facegauge/.test(error.stack) ? error.stack : String(error));
    });
    page.on('console', message => {
      const said = `${message.text()} ${message.location().url}`;
      // JupyterLab remarks on whoever starts late, which on a busy machine is everybody.
      if (/^Plugin .* to activate\./.test(message.text())) return;
      if (/^(error|warning)$/.test(message.type()) && /facegauge/i.test(said)) complaints.push(said);
    });
    return { context, page, desk: new Desk(page, this.lab), complaints };
  }

  async close(): Promise<void> {
    try {
      await this.browser.close();
    } finally {
      await this.lab.stop();
    }
  }
}

/** A store of these pictures as hours of work and two audits leave it. */
export function record(root: string, pictures: readonly string[] = PICTURES, hours = 6): void {
  copySamples(pictures, path.join(root, 'samples'));
  execFileSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'record.ts'), root, String(hours)], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit']
  });
}

/** Since the last time it was asked. */
export function noComplaints({ complaints }: IVisit): void {
  assert.deepEqual(complaints.splice(0), []);
}

/** For an `afterEach`: what a test that failed was looking at, and whether anything of ours complained. */
export async function looked(visit: IVisit, test: Mocha.Test | undefined): Promise<void> {
  if (test?.state === 'failed') await visit.desk.picture(`failed-${test.title.replace(/\W+/g, '-')}`);
  noComplaints(visit);
}

/** Copies of samples. */
export function copySamples(names: Iterable<string>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) copyFileSync(path.join(ROOT, 'notebooks', 'samples', name), path.join(folder, name));
}
