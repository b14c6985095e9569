import type { Pixels } from '../types';
import { halve } from './halve';

/**
 * A picture and its halvings (Williams, "Pyramidal parametrics", SIGGRAPH 1983), made when first asked for. Shrinking by a
 * large factor starts at a halving and so costs what its result costs, not what the picture costs.
 */
export class Mipmap {
  private readonly levels: Pixels[];

  constructor(picture: Pixels) {
    this.levels = [picture];
  }

  /** The picture halved `level` times. */
  at(level: number): Pixels {
    while (this.levels.length <= level) this.levels.push(halve(this.levels[this.levels.length - 1]));
    return this.levels[level];
  }

  /**
   * The number of halvings after which a shrink by `factor` still shrinks by at least `rest`.
   *
   * @param factor source pixels per target pixel
   */
  levelFor(factor: number, rest: number): number {
    const smallest = Math.min(this.levels[0].width, this.levels[0].height);
    const wanted = Math.floor(Math.log2(factor / rest) + 1e-9);
    return Math.max(0, Math.min(wanted, Math.floor(Math.log2(smallest))));
  }
}
