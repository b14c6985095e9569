/** Sets the clock of this process, as somebody sets that of a machine under a program that runs. */
const real = Date.now;

/** @param ms what the clock is off from now on; 0: as it is */
export function setClockOff(ms: number): void {
  Date.now = ms === 0 ? real : () => real() + ms;
}
