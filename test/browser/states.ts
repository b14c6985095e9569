import type { Page, ViewportSize } from 'playwright-core';
import type { Desk } from './desk';
import type { Lab } from './lab';

/** Something of ours that a reader comes to see. */
export interface IState {
  name: string;
  folder: 'worked' | 'fresh' | 'damaged';
  window: ViewportSize;
  chinese?: boolean;
  /** README shows it. */
  readme?: boolean;
  /** Goes there, and waits until all of it is drawn. */
  reach: (desk: Desk, page: Page, lab: Lab) => Promise<void>;
}

const WIDE = { width: 1500, height: 960 };
const TALL = { width: 1200, height: 3000 };
const NARROW = { width: 700, height: 900 };

async function panels(desk: Desk, page: Page): Promise<void> {
  await desk.enter();
  await desk.panel('Trend').getByRole('checkbox').check();
  await desk.panel('Trend').locator('.fg-SourceLine').first().waitFor();
  for (const box of (await desk.panel('Runs').getByRole('checkbox').all()).slice(0, 2)) await box.check();
  await desk.panel('Runs').locator('.fg-Comparison').waitFor();
  await desk.panel('Thresholds').getByRole('slider').first().focus();
  await page.keyboard.press('PageUp');
}

async function sample(desk: Desk): Promise<void> {
  await desk.enter();
  await desk.openSample('p06-half-face2.jpg', 'gate 2');
  await desk.dialog.locator('.fg-Whole img').waitFor();
  await desk.dialog.locator('.fg-Neighbours').waitFor();
}

async function comparison(desk: Desk): Promise<void> {
  await sample(desk);
  await desk.dialog.locator('[data-action="compare"]').click();
  await desk.dialog.locator('.fg-Beside .fg-Tile img').first().waitFor();
  await desk.dialog.locator('.fg-Beside .fg-Tile').first().click();
  await desk.dialog.locator('.fg-Card[data-kind="comparison"]').waitFor();
}

/** A document without code; what it shows is `selector`. */
const document =
  (selector: string, ...task: Parameters<Desk['document']>) =>
  async (desk: Desk, page: Page) => {
    await desk.start();
    await desk.document(...task);
    await page.locator(`.fg-Document:visible ${selector}`).waitFor({ timeout: 300_000 });
  };

/** A notebook as it was saved; what it shows is `selector`. */
const notebook = (name: string, selector: string) => async (desk: Desk, page: Page) => {
  await desk.open(name);
  await desk.bring(page.locator(selector).first());
};

export const STATES: readonly IState[] = [
  {
    name: 'notebook',
    folder: 'worked',
    window: { width: 1440, height: 1120 },
    readme: true,
    reach: async (desk, page) => {
      await desk.open('gate 3.ipynb');
      await desk.showSidebar();
      await desk.widenSidebar(400);
      // Who works in notebooks closes the place to drop pictures, and the files.
      await page
        .locator('#facegauge-sidebar .lm-AccordionPanel-title')
        .filter({ hasText: /pictures from this computer/i })
        .click();
      await page.keyboard.press('Control+b');
      await page.locator('.jp-FileBrowser').waitFor({ state: 'hidden' });
      await desk.range('24h');
      await desk.runAll();
      await desk.scrollTo(page.locator('.jp-OutputArea-output .fg-Card[data-kind="face"]'));
      await desk.save();
    }
  },
  { name: 'sample', folder: 'worked', window: { width: 1280, height: 960 }, readme: true, reach: sample },
  { name: 'panels', folder: 'worked', window: TALL, reach: panels },
  {
    name: 'panels-wide',
    folder: 'worked',
    window: TALL,
    reach: async (desk, page) => {
      await panels(desk, page);
      await desk.widenSidebar(520);
    }
  },
  {
    name: 'panels-broad',
    folder: 'worked',
    window: { width: 1500, height: 2400 },
    reach: async (desk, page) => {
      await panels(desk, page);
      await desk.widenSidebar(1100);
    }
  },
  { name: 'comparison', folder: 'worked', window: WIDE, reach: comparison },
  { name: 'narrow-panels', folder: 'worked', window: NARROW, reach: desk => desk.enter() },
  { name: 'narrow-sample', folder: 'worked', window: NARROW, reach: sample },
  { name: 'chinese-panels', folder: 'worked', window: TALL, chinese: true, reach: panels },
  { name: 'chinese-sample', folder: 'worked', window: WIDE, chinese: true, reach: sample },
  {
    name: 'chinese-face',
    folder: 'worked',
    window: WIDE,
    chinese: true,
    reach: document('.fg-Card[data-kind="face"]', 'assess', 'samples/p14-mask1.jpg')
  },
  {
    name: 'face',
    folder: 'worked',
    window: WIDE,
    reach: document('.fg-Card[data-kind="face"]', 'assess', 'samples/p14-mask1.jpg')
  },
  {
    name: 'pair',
    folder: 'worked',
    window: WIDE,
    reach: document('.fg-Card[data-kind="comparison"]', 'compare', 'samples/p18-a.jpg', 'samples/p18-profile.jpg')
  },
  {
    name: 'no-face',
    folder: 'worked',
    window: WIDE,
    reach: document('.fg-Card, .fg-Problem', 'assess', 'samples/empty-path.jpg')
  },
  { name: 'drop', folder: 'fresh', window: WIDE, reach: document('.fg-Drop', null) },
  {
    name: 'audit',
    folder: 'worked',
    window: { width: 1200, height: 2400 },
    reach: notebook('03-audit-a-data-set.ipynb', '.fg-Card[data-kind="audit"]')
  },
  {
    name: 'gallery',
    folder: 'worked',
    window: WIDE,
    reach: notebook('03-audit-a-data-set.ipynb', '.fg-Card[data-kind="gallery"]')
  },
  {
    name: 'empty',
    folder: 'fresh',
    window: WIDE,
    reach: async desk => {
      await desk.start();
      await desk.showSidebar();
      await desk.says(/There is no store yet/);
    }
  },
  {
    name: 'damaged',
    folder: 'damaged',
    window: WIDE,
    reach: async (desk, page) => {
      await desk.start();
      await desk.showSidebar();
      await page.locator('#facegauge-sidebar .fg-Problem').first().waitFor();
    }
  }
];
