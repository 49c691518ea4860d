// Preloaded into a process of a test: its wall clock goes ahead of the machine's by CLOCK_AHEAD_MS. Timers and
// performance.now() go on as they are, as they do in a process whose machine has a wrong time.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS)
if (!Number.isFinite(aheadMs)) throw new Error('CLOCK_AHEAD_MS must say by how much the clock is ahead')

const machineDate = Date
const now = () => machineDate.now() + aheadMs

globalThis.Date = new Proxy(machineDate, {
  apply: () => new machineDate(now()).toString(),
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
  get: (target, key, self) => (key === 'now' ? now : Reflect.get(target, key, self)),
})
machineDate.prototype.constructor = globalThis.Date
