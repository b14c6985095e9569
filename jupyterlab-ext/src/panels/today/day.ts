/** The day in the reader's time zone that `time` lies in, as [from, to) in UTC ms; it may have 23 or 25 hours. */
export function dayOf(time: Date): { from: number; to: number } {
  const midnight = (days: number) => new Date(time.getFullYear(), time.getMonth(), time.getDate() + days).getTime();
  return { from: midnight(0), to: midnight(1) };
}
