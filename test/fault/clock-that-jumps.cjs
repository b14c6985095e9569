/**
 * Loaded into every process of a command by NODE_OPTIONS: several times a second its clock is set, by what FACEGAUGE_CLOCK_OFF lists (ms,
 * comma-separated), one after the other. What counts evenly (performance.now, timers) is left alone, as on a real machine.
 */
const offs = (process.env.FACEGAUGE_CLOCK_OFF ?? '').split(',').filter(Boolean).map(Number);

if (offs.length > 0) {
  const Real = Date;
  const now = Real.now.bind(Real);
  let turn = 0;
  const set = () => now() + offs[turn % offs.length];
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, made) => Reflect.construct(target, given.length > 0 ? given : [set()], made),
    get: (target, name) => (name === 'now' ? set : Reflect.get(target, name))
  });
  setInterval(() => turn++, 150).unref();
}
