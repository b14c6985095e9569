/** `facegauge align`: the crop that the networks see, as a file. */
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { FacegaugeError } from '../errors';
import { alignedCrop } from '../session';
import { DONE } from './exit';
import { inSession } from './in-session';
import { addPictureOptions, addSessionOptions, type SessionFlags } from './session-options';

export function alignCommand(): Command {
  const command = new Command('align')
    .description('Write the aligned 112×112 crop of a picture.')
    .argument('<image>', 'picture')
    .argument('<out.png>', 'file to write');
  return addPictureOptions(addSessionOptions(command)).action(align);
}

async function align(image: string, out: string, flags: SessionFlags): Promise<void> {
  await inSession('align', flags, async (session, output, signal) => {
    checkOut(image, out);
    const sample = await session.extract(image, { signal });
    if (!sample.acquired) throw sample.error;
    const { data, width, height } = await alignedCrop(image, sample);
    await writePng(sharp(data, { raw: { width, height, channels: 3 } }), out);
    if (flags.json) await output.json({ path: image, out, width, height });
    return DONE;
  });
}

function checkOut(image: string, out: string): void {
  if (path.extname(out).toLowerCase() !== '.png')
    throw new FacegaugeError('INVALID_ARGUMENT', `"${out}" does not end in .png.`, {
      found: path.extname(out) || 'no extension',
      action: 'The crop is written without loss, as PNG.'
    });
  if (existsSync(out) && existsSync(image) && realpathSync(out) === realpathSync(image))
    throw new FacegaugeError('INVALID_ARGUMENT', 'The crop would overwrite the picture.', {
      action: 'Name another file.'
    });
}

async function writePng(crop: sharp.Sharp, out: string): Promise<void> {
  await crop
    .png()
    .toFile(out)
    .catch((cause: Error) => {
      throw new FacegaugeError('NO_PERMISSION', `"${out}" cannot be written.`, {
        found: cause.message,
        action: 'Check that its folder exists and may be written to.',
        path: out,
        cause
      });
    });
}
