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

  async showSidebar(): Promise<void> {
    // Whether it is open is not settled before the layout is.
    await this.page.waitForFunction('window.jupyterapp !== undefined');
    await this.page.evaluate('jupyterapp.restored');
    const panel = this.page.locator('#facegauge-sidebar');
    if (!(await panel.isVisible())) await this.page.locator('.jp-SideBar [data-id="facegauge-sidebar"]').click();
    await this.page.locator('#facegauge-sidebar .fg-Today').waitFor();
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

  /** Chooses a range in the bar above the panels, and waits until it is chosen. */
  async range(span: string): Promise<void> {
    const bar = this.page.locator('#facegauge-sidebar .fg-Segments');
    await bar.locator(`label:has(input[value="${span}"])`).click();
    await bar.locator(`input[value="${span}"]:checked`).waitFor({ state: 'attached' });
  }

  /** Presses a key until something is so: what a key does may come a moment later. */
  async press(key: string, until: () => Promise<boolean>): Promise<void> {
    while (!(await until())) await this.page.keyboard.press(key);
  }

  async theme(name: 'Light' | 'Dark'): Promise<void> {
    // Runs in the browser, whose `window` has no type here.
    await this.page.evaluate(`jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab ${name}' })`);
    await this.page.waitForSelector(`body[data-jp-theme-light="${name === 'Light'}"]`, { state: 'attached' });
    // JupyterLab covers the page while the new style sheets load.
    await this.page.waitForSelector('#jupyterlab-splash', { state: 'detached' });
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
