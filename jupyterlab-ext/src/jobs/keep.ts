import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

/** Folders that are not there are made; nothing is overwritten: a second `a.jpg` becomes `a (2).jpg`. */
export async function keepIn(
  contents: Pick<Contents.IManager, 'get' | 'save'>,
  folder: string,
  name: string,
  picture: Blob
): Promise<string> {
  const place = PathExt.normalize(folder.trim()).replace(/^[/.]+|\/+$/g, '');
  const parts = place === '' ? [] : place.split('/');
  for (const i of parts.keys()) {
    const path = parts.slice(0, i + 1).join('/');
    await contents.get(path, { content: false }).catch(() => contents.save(path, { type: 'directory' }));
  }
  const there = (await contents.get(place, { content: true })).content as { name: string }[];
  const path = PathExt.join(place, freeName(name, new Set(there.map(one => one.name))));
  await contents.save(path, { type: 'file', format: 'base64', content: await base64(picture) });
  return path;
}

/** A name that none of these has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  // No name leads into another folder.
  const base = name.replace(/[/\\]/g, '_').replace(/^\.+/, '') || 'picture';
  const end = PathExt.extname(base);
  const stem = base.slice(0, base.length - end.length);
  let free = base;
  for (let n = 2; taken.has(free); n++) free = `${stem} (${n})${end}`;
  return free;
}

async function base64(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let text = '';
  // A call takes no more arguments than this with certainty.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
