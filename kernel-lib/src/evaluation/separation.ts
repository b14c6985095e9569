import { counted, type Scores, type Trial } from './trial';

/**
 * d′ (decidability; Daugman, "Biometric decision landscapes", 2000): distance of the two means in units of the root mean variance of
 * both. It presumes bell curves and says nothing about the tails that decide an FMR of 10⁻⁴.
 */
export function dPrime(trials: Iterable<Trial> | Scores): number {
  const { mated, nonMated } = counted(trials, 'mated', 'nonMated');
  return Math.abs(mated.mean - nonMated.mean) / Math.sqrt((mated.variance + nonMated.variance) / 2);
}
