import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type Lab, OUTPUT } from './lab';

const NOTEBOOK = '.jp-NotebookPanel:not(.lm-mod-hidden)';

/** The reader's hands and eyes: what a person does in JupyterLab, and what they see in the sidebar. */
export class Desk {
  constructor(
    private readonly page: Page,
    private readonly lab: Lab
  ) {}

  async open(notebook: string): Promise<void> {
    // With `reset` no tab of an earlier visit comes back: the status bar speaks of this notebook alone.
    await this.page.goto(`${this.lab.url(`lab/tree/${notebook}`)}&reset`);
    await this.page.waitForSelector(`${NOTEBOOK} .jp-Cell`);
    await this.kernelIs('Idle');
  }

  /** Starts every cell by the menu. */
  async startAll(): Promise<void> {
    await this.page.getByRole('menuitem', { name: 'Run', exact: true }).click();
    await this.page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
  }

  /** Runs every cell and waits until the kernel has nothing left to do. */
  async runAll(): Promise<void> {
    await this.startAll();
    await this.ran();
  }

  /** Waits until cells that were started have come to their end. */
  async ran(): Promise<void> {
    const prompts = this.page.locator(`${NOTEBOOK} .jp-CodeCell .jp-InputPrompt`);
    await prompts.first().filter({ hasText: /\d|\*/ }).waitFor();
    while ((await prompts.filter({ hasText: '[*]' }).count()) > 0) await this.page.waitForTimeout(100);
    await this.kernelIs('Idle');
    // A cell that failed leaves those below it as they were: [ ].
    if ((await prompts.filter({ hasText: '[ ]' }).count()) > 0) {
      const said = await this.page.locator(`${NOTEBOOK} .jp-OutputArea-output`).allInnerTexts();
      throw new Error(`The notebook did not run to its end:\n${said.join('\n')}`);
    }
  }

  /** Saves the notebook in front and waits until its tab is clean. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)').waitFor();
  }

  /** The kernel of the notebook in front, as the status bar has it; before it says Idle, Run All does nothing. */
  async kernelIs(status: 'Idle' | 'Busy'): Promise<void> {
    await this.page.locator('#jp-main-statusbar').getByText(`| ${status}`).waitFor();
  }

  /** JupyterLab with nothing open but what it opens itself, come to rest. */
  async start(): Promise<void> {
    await this.page.goto(`${this.lab.url('lab')}&reset`);
    await this.restored();
  }

  /** … with the sidebar open over a week, and the first pictures there. */
  async enter(): Promise<void> {
    await this.start();
    await this.showSidebar();
    await this.range('7d');
    await this.panel('Samples').locator('.fg-Tile img').first().waitFor();
  }

  private async restored(): Promise<void> {
    await this.page.waitForFunction('window.jupyterapp !== undefined');
    await this.page.evaluate('jupyterapp.restored');
  }

  async showSidebar(): Promise<void> {
    // Whether it is open is not settled before the layout is.
    await this.restored();
    const panel = this.page.locator('#facegauge-sidebar');
    if (!(await panel.isVisible())) await this.page.locator('.jp-SideBar [data-id="facegauge-sidebar"]').click();
    await this.page.locator('#facegauge-sidebar .fg-Today').waitFor();
  }

  /** Draws the edge of the sidebar until it is about so wide, px. */
  async widenSidebar(width: number): Promise<void> {
    const box = (await this.page.locator('#facegauge-sidebar').boundingBox())!;
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x - 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width - width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  async refresh(): Promise<void> {
    await this.page.locator('#facegauge-sidebar [data-action="refresh"]').click();
  }

  /** All the words of the panel. */
  words(): Promise<string> {
    return this.page.locator('#facegauge-sidebar .fg-Today').innerText();
  }

  /** Waits for the panel to say something. */
  async says(pattern: RegExp): Promise<void> {
    await this.page.locator('#facegauge-sidebar .fg-Today').filter({ hasText: pattern }).waitFor();
  }

  /** One of `pictures`, `mean-quality`, `low-rate`, `failures` as it is written. */
  figure(name: string): Promise<string> {
    return this.page.locator(`#facegauge-sidebar [data-figure="${name}"]`).innerText();
  }

  /** Waits for a figure to become what is expected. */
  async figureBecomes(name: string, expected: string | RegExp): Promise<void> {
    await this.page.locator(`#facegauge-sidebar [data-figure="${name}"]`).filter({ hasText: expected }).waitFor();
  }

  /** One panel of the sidebar: `Trend`, `Findings`, `Samples`, `Thresholds`, `Runs`. */
  panel(name: string): Locator {
    return this.page.locator(`#facegauge-sidebar .fg-${name}`);
  }

  /** The dialog that shows one sample in full. */
  get dialog(): Locator {
    return this.page.locator('.fg-SampleDialog');
  }

  /** What has the keyboard, as HTML; empty where nothing has. */
  keyboard(): Promise<string> {
    return this.page.evaluate(
      `document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)`
    );
  }

  /** Chooses a range in the bar above the panels, and waits until it is chosen. */
  async range(span: string): Promise<void> {
    const bar = this.page.locator('#facegauge-sidebar .fg-Segments');
    await bar.locator(`label:has(input[value="${span}"])`).click();
    await bar.locator(`input[value="${span}"]:checked`).waitFor({ state: 'attached' });
  }

  /** Chooses one source, or all of them, in the bar above the panels. */
  async source(name: string | null): Promise<void> {
    const choice = this.page.locator('#facegauge-sidebar .fg-RangeBar select').first();
    await choice.selectOption(name === null ? '*' : `=${name}`);
  }

  /** Opens the sample of a picture's name that came from a source: an audit may have another one of the same picture. */
  async openSample(picture: string, source: string): Promise<void> {
    await this.source(source);
    const tile = this.panel('Samples').locator(`.fg-Tile[aria-label*="${picture}"]`);
    while ((await tile.count()) !== 1) await this.page.waitForTimeout(100);
    await tile.click();
    await this.dialog.locator('.fg-Sample-name').filter({ hasText: picture }).waitFor();
  }

  /** Presses a key until something is so: what a key does may come a moment later. */
  async press(key: string, until: () => Promise<boolean>): Promise<void> {
    for (let presses = 0; !(await until()); presses++) {
      if (presses === 200) throw new Error(`${key} leads nowhere; the keyboard is at ${await this.keyboard()}`);
      await this.page.keyboard.press(key);
    }
  }

  /** Opens a document without code: pictures or folders of the lab, or, with null, a place to drop some. */
  async document(kind: 'assess' | 'compare' | 'audit' | null, ...paths: string[]): Promise<void> {
    const task = kind && { kind, things: paths.map(at => ({ path: at, name: path.basename(at) })) };
    await this.page.evaluate(
      `void jupyterapp.commands.execute('facegauge:open-document', ${JSON.stringify({ task })})`
    );
  }

  async theme(name: 'Light' | 'Dark'): Promise<void> {
    // Runs in the browser, whose `window` has no type here.
    await this.page.evaluate(`jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab ${name}' })`);
    await this.page.waitForSelector(`body[data-jp-theme-light="${name === 'Light'}"]`, { state: 'attached' });
    // JupyterLab covers the page while the new style sheets load.
    await this.page.waitForSelector('#jupyterlab-splash', { state: 'detached' });
  }

  /** Scrolls the notebook in front from its top until something is drawn in it: JupyterLab draws cells as they come into view. */
  async bring(thing: Locator): Promise<void> {
    if ((await thing.count()) === 0) {
      await this.page.locator('.jp-WindowedPanel-outer:visible').hover();
      await this.page.mouse.wheel(0, -100_000);
      while ((await thing.count()) === 0) {
        await this.page.mouse.wheel(0, 500);
        await this.page.waitForTimeout(100);
      }
    }
    await this.scrollTo(thing);
  }

  /** Scrolls to something and waits until the notebook, which draws only what is in view, has come to rest. */
  async scrollTo(thing: Locator): Promise<void> {
    let last = '';
    for (;;) {
      await thing.scrollIntoViewIfNeeded();
      const now = JSON.stringify(await thing.boundingBox());
      if (now === last && now !== 'null') return;
      last = now;
      await this.page.waitForTimeout(200);
    }
  }

  async picture(name: string): Promise<void> {
    mkdirSync(OUTPUT, { recursive: true });
    await this.page.screenshot({ path: path.join(OUTPUT, `${name}.png`) });
  }
}
