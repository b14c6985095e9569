/** Every picture of a folder through the whole pipeline: what the figures are made from. */
import fs from 'node:fs';
import path from 'node:path';
import { open, type OpenOptions, type PictureResult } from '../../../kernel-lib/src/session';

/** Folder of evaluation pictures beside the checkout; they are other people's and not part of the repository. */
export const EVALUATION = path.resolve(__dirname, '../../../../shared/eval');

/** @returns the results by file name, or null (said plainly) where the folder is absent */
export async function scoreFolder(
  folder: string,
  options: OpenOptions = {}
): Promise<Map<string, PictureResult> | null> {
  if (!fs.existsSync(folder)) {
    console.log(`skipped: ${path.relative(process.cwd(), folder)} is not here`);
    return null;
  }
  const session = await open({ ...options, store: false });
  const files = fs
    .readdirSync(folder)
    .filter(name => /\.(jpe?g|png|webp)$/i.test(name))
    .map(name => path.join(folder, name));
  const results = new Map<string, PictureResult>();
  for await (const result of session.extractAll(files)) results.set(path.basename(result.path ?? ''), result);
  await session.close();
  return results;
}

/** Rows of a small CSV file without quoting. */
export function readCsv(file: string): Record<string, string>[] {
  const [head, ...lines] = fs
    .readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(line => line.split(','));
  return lines.map(cells => Object.fromEntries(head.map((name, i) => [name, cells[i]])));
}
