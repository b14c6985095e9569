/** Checks that a checkpoint holds exactly the weights an architecture needs before any number is read. */
import { FacegaugeError } from '../../errors';
import type { Checkpoint } from '../checkpoint';

export type Shapes = Map<string, readonly number[]>;

const show = (shape: readonly number[]) => `[${shape.join(', ')}]`;

/**
 * Compares names and shapes. Tensors the architecture does not use are allowed, missing and misshapen ones are not.
 * @throws FacegaugeError CHECKPOINT_MISMATCH, listing the first differences
 */
export function expectWeights(checkpoint: Checkpoint, wanted: Shapes, architecture: string): void {
  const problems: string[] = [];
  for (const [name, shape] of wanted) {
    const there = checkpoint.tensors.get(name);
    if (!there) problems.push(`${name} ${show(shape)} is missing`);
    else if (show(there.shape) !== show(shape))
      problems.push(`${name} is ${show(there.shape)} instead of ${show(shape)}`);
  }
  if (problems.length === 0) return;
  const more = problems.length > 5 ? ` and ${problems.length - 5} more` : '';
  const found = problems.slice(0, 5).join('; ') + more;
  throw new FacegaugeError(
    'CHECKPOINT_MISMATCH',
    `${checkpoint.file} does not hold the weights of ${architecture}: ${found}.`,
    {
      path: checkpoint.file,
      found,
      action: 'Choose the architecture the checkpoint was saved from.'
    }
  );
}
