import type { DetailRegion } from './detail-region';

const BLOCK = 8;

/**
 * Standard deviation of the noise in grey levels: Immerkær, "Fast noise variance estimation" (1996), taken where 30 % of
 * the 8×8 blocks are smoother: hair, lashes and pores are no noise.
 */
export function noise(face: DetailRegion): number {
  const blocks: number[] = [];
  for (let y = 1; y + BLOCK < face.height; y += BLOCK)
    for (let x = 1; x + BLOCK < face.width; x += BLOCK) {
      const level = blockNoise(face, x, y);
      if (level !== null) blocks.push(level);
    }
  blocks.sort((a, b) => a - b);
  return blocks[Math.floor(blocks.length * 0.3)] ?? 0;
}

function blockNoise({ data: g, mask, width: w }: DetailRegion, left: number, top: number): number | null {
  let sum = 0;
  let n = 0;
  for (let y = top; y < top + BLOCK; y++)
    for (let x = left; x < left + BLOCK; x++) {
      const i = y * w + x;
      if (!mask[i]) continue;
      const corners = g[i - w - 1] + g[i - w + 1] + g[i + w - 1] + g[i + w + 1];
      const sides = g[i - w] + g[i - 1] + g[i + 1] + g[i + w];
      sum += Math.abs(corners - 2 * sides + 4 * g[i]);
      n++;
    }
  return n < 0.7 * BLOCK * BLOCK ? null : ((sum / n) * Math.sqrt(Math.PI / 2)) / 6;
}
