import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './lab';

/** A name as somebody would choose it who wants a page to run what it shows. */
export const HOSTILE = '<script>window.harmed=1<script>';
export const MARKUP = '<img src=x onerror="window.harmed=2">';

/** A picture of a hostile name, and a folder `hostile` of two identities of hostile names. */
export function hostilePictures(root: string): void {
  const copy = (sample: string, ...to: string[]) => {
    const file = path.join(root, ...to);
    mkdirSync(path.dirname(file), { recursive: true });
    copyFileSync(path.join(ROOT, 'notebooks', 'samples', sample), file);
  };
  copy('p11-mask1.jpg', `${HOSTILE}.jpg`);
  copy('p16-a.jpg', 'hostile', MARKUP, `${MARKUP} 2.jpg`);
  copy('p16-b.jpg', 'hostile', MARKUP, `${MARKUP}.jpg`);
  copy('p18-a.jpg', 'hostile', HOSTILE, `${MARKUP}.jpg`);
}
