import { knowsProcessorTime, processorMs, serverMs } from './processes.js'
import { judge, named, note, type Row } from './report.js'
import { startScene, type QueueKind, type Scene, type Shown } from './scene.js'
import { median, medianRatio } from './statistics.js'
import type { Progress } from './options.js'

const mix = { chatAccounts: 20, customersPerChatAccount: 50, connections: 64 }
const rounds = 3
const forMs = 5_000

/** What one run came to, per second and in µs of processor time per message. */
interface Run {
  perSecond: number
  spent: Record<string, number>
}

/** How many forms a second the product stores and shows, beside what this machine can do at all. */
export async function measureThroughput(queue: QueueKind, progress: Progress): Promise<Row[]> {
  const scene = await startScene({ queue, chatAccounts: mix.chatAccounts })
  try {
    const floors: Run[] = []
    const runs: Run[] = []
    await floorRun(scene)
    await productRun(scene)
    for (let round = 0; round < rounds; round += 1) {
      const floor = await floorRun(scene)
      const run = await productRun(scene)
      floors.push(floor)
      runs.push(run)
      const speeds = `floor ${Math.round(floor.perSecond)}/s, product ${Math.round(run.perSecond)}/s`
      progress(`throughput, ${queue}, ${round + 1}/${rounds}: ${speeds}`)
    }
    floors.push(await floorRun(scene))
    await scene.requireExact()
    return rowsOf(queue, runs, floors)
  } finally {
    await scene.stop()
  }
}

async function floorRun(scene: Scene): Promise<Run> {
  const { floor, generator } = scene
  const clocks = { floor: () => processorMs(floor.pid), PostgreSQL: () => serverMs(scene.backendPid) }
  return timed(clocks, async () => {
    const load = await generator.run({ ...mix, origin: floor.origin, forMs })
    return { ...load, shownSeconds: load.seconds }
  })
}

async function productRun(scene: Scene): Promise<Run> {
  const { api, worker } = scene.stack.processes
  const clocks = {
    API: () => processorMs(api.pid),
    worker: () => processorMs(worker.pid),
    PostgreSQL: () => serverMs(scene.backendPid),
  }
  return timed(clocks, () => scene.load({ ...mix, forMs }))
}

async function timed(clocks: Record<string, () => number>, run: () => Promise<Shown>): Promise<Run> {
  const before = Object.entries(clocks).map(([name, clock]) => ({ name, clock, ms: clock() }))
  const { acknowledged, cpuMs, shownSeconds } = await run()
  const perMessage = (ms: number) => (ms * 1000) / acknowledged
  const spent = Object.fromEntries(before.map(({ name, clock, ms }) => [name, perMessage(clock() - ms)]))
  return { perSecond: acknowledged / shownSeconds, spent: { ...spent, generator: perMessage(cpuMs) } }
}

function rowsOf(queue: QueueKind, runs: Run[], floors: Run[]): Row[] {
  const speed = ({ perSecond }: Run) => perSecond
  const ratio = medianRatio(runs.map(speed), floors.map(speed))
  const middle = (all: Run[]) => `${Math.round(median(all.map(speed)))}/s`
  const details = `${middle(runs)} of ${middle(floors)}`
  return [
    judge(`forms stored and shown / floor, ${named(queue)}`, { least: 0.5 }, ratio, details),
    ...(knowsProcessorTime
      ? [
          note(`– µs of processor a message, ${named(queue)}`, spentOf(runs)),
          note('– the floor’s', spentOf(floors)),
        ]
      : []),
  ]
}

function spentOf(runs: Run[]): string {
  const parts = Object.keys(runs[0]?.spent ?? {}).map((name) => ({
    name,
    us: median(runs.map(({ spent }) => spent[name] ?? 0)),
  }))
  const sum = parts.reduce((total, { us }) => total + us, 0)
  return `${Math.round(sum)}: ${parts.map(({ name, us }) => `${name} ${Math.round(us)}`).join(', ')}`
}
