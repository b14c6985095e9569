/**
 * `npm run screenshots`: a picture of each state of the extension, light and dark, in `test/output/screenshots`, to be looked at;
 * with `-- --readme` also those that README shows, into `jupyterlab-ext/docs`. `-- NAME …` takes only states of these names.
 * Everything in them is a result of the networks on the sample pictures, whose people were generated.
 */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { OUTPUT, ROOT } from './lab';
import { writeNotebook } from './notebook';
import { copySamples, record, Stage } from './stage';
import { type IState, STATES } from './states';

const PICTURES = path.join(OUTPUT, '..', 'screenshots');
const DOCS = path.join(ROOT, 'jupyterlab-ext', 'docs');
const THEMES = ['Light', 'Dark'] as const;

/** Pictures that states and notebooks ask for by name. */
const NAMED = ['p14-mask1.jpg', 'p18-a.jpg', 'p18-profile.jpg', 'empty-path.jpg'];

/** A folder as somebody has it who has worked for a day: pictures at three gates, two audits, notebooks. */
function workedIn(root: string): void {
  const all = readdirSync(path.join(ROOT, 'notebooks', 'samples')).filter(name => name.endsWith('.jpg'));
  record(
    root,
    all.filter((_, i) => i % 2 === 0),
    16
  );
  copySamples(NAMED, path.join(root, 'samples'));
  for (const name of ['02-compare-two-faces.ipynb', '03-audit-a-data-set.ipynb', '04-tune-thresholds.ipynb']) {
    copyFileSync(path.join(ROOT, 'notebooks', name), path.join(root, name));
  }
  writeNotebook(path.join(root, 'gate 3.ipynb'), [
    "import { open, show } from 'facegauge';\nconst session = await open({ language: 'en' });",
    "await show(await session.extract('samples/p14-mask1.jpg', { source: 'gate 3' }));"
  ]);
}

/** A folder of somebody who has only just begun. */
function fresh(root: string): void {
  copySamples(['p01-a.jpg'], path.join(root, 'samples'));
}

/** A folder whose record somebody has written over. */
function damaged(root: string): void {
  writeFileSync(path.join(root, 'facegauge.db'), 'nothing that a database would hold\n'.repeat(400));
}

const FOLDERS = { worked: workedIn, fresh, damaged };

async function take(stage: Stage, state: IState, docs: boolean): Promise<void> {
  stage.lab.speak(state.chinese ? 'zh_CN' : 'default');
  const { context, page, desk, complaints } = await stage.visit({ viewport: state.window, deviceScaleFactor: 1 });
  try {
    await state.reach(desk, page, stage.lab);
    for (const theme of THEMES) {
      await desk.theme(theme);
      await page.mouse.move(0, 0);
      await page.waitForLoadState('networkidle');
      const file = path.join(PICTURES, `${state.name}-${theme.toLowerCase()}.png`);
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      console.log(path.relative(ROOT, file));
      if (docs && state.readme) {
        const shown = path.join(DOCS, `${state.name}-${theme.toLowerCase()}.webp`);
        const { size } = await sharp(file).webp({ quality: 82, effort: 6 }).toFile(shown);
        console.log(`${path.relative(ROOT, shown)} ${size} bytes`);
      }
    }
    await desk.theme('Light');
    for (const complaint of complaints) console.error(`  complained: ${complaint}`);
  } finally {
    await context.close();
  }
}

async function main(): Promise<void> {
  const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
  const docs = process.argv.includes('--readme');
  const wanted = STATES.filter(({ name, readme }) => (names.length ? names.includes(name) : !docs || readme));
  mkdirSync(PICTURES, { recursive: true });
  if (docs) mkdirSync(DOCS, { recursive: true });
  for (const folder of Object.keys(FOLDERS) as (keyof typeof FOLDERS)[]) {
    const here = wanted.filter(state => state.folder === folder);
    if (here.length === 0) continue;
    const stage = await Stage.open(`screenshots-${folder}`, FOLDERS[folder]);
    try {
      for (const state of here) {
        await take(stage, state, docs).catch(error => {
          process.exitCode = 1;
          console.error(`${state.name}: ${error}`);
        });
      }
    } finally {
      await stage.close();
    }
  }
}

void main();
