import type { Load, LoadResult } from './load/start-generator.js'
import type { Progress } from './options.js'
import { judge, named, type Row } from './report.js'
import { startScene, type QueueKind, type Scene } from './scene.js'
import { median, medianRatio } from './statistics.js'

const mix = { chatAccounts: 20, customersPerChatAccount: 50 }
const rounds = 3
const busy = { perSecond: 500, forMs: 4_000 }
const calm = { perSecond: 100, floorForMs: 4_000, forMs: 8_000, oneIn: 5 }

type Figure = keyof Pick<LoadResult, 'p50Ms' | 'p99Ms' | 'shownP50Ms' | 'shownP99Ms'>

/** How long an acknowledgement takes at a steady pace, and how long it takes until the API shows the message. */
export async function measureLatency(queue: QueueKind, progress: Progress): Promise<Row[]> {
  const scene = await startScene({ queue, chatAccounts: mix.chatAccounts })
  try {
    await scene.generator.run({ ...mix, origin: scene.floor.origin, forMs: 2_000 })
    await scene.load({ ...mix, forMs: 4_000 })
    progress(`latency, ${queue}: warm`)
    const atBusy = await interleave(scene, busy, busy)
    progress(`latency, ${queue}: ${busy.perSecond}/s done`)
    const { perSecond, floorForMs, forMs, oneIn } = calm
    const look = { oneIn, apiKeys: scene.apiKeys }
    await scene.load({ ...mix, perSecond, forMs: 2_000, look })
    const atCalm = await interleave(scene, { perSecond, forMs: floorForMs }, { perSecond, forMs, look })
    progress(`latency, ${queue}: ${perSecond}/s done`)
    await scene.requireExact()
    return rowsOf(queue, atBusy, atCalm)
  } finally {
    await scene.stop()
  }
}

interface Runs {
  floors: LoadResult[]
  products: LoadResult[]
}

async function interleave(scene: Scene, onFloor: Partial<Load>, onProduct: Partial<Load>): Promise<Runs> {
  const { floor, generator } = scene
  const runFloor = () => generator.run({ ...mix, origin: floor.origin, ...onFloor })
  const runs: Runs = { floors: [await runFloor()], products: [] }
  for (let round = 0; round < rounds; round += 1) {
    runs.products.push(await scene.load({ ...mix, ...onProduct }))
    runs.floors.push(await runFloor())
  }
  return runs
}

function rowsOf(queue: QueueKind, atBusy: Runs, atCalm: Runs): Row[] {
  const row = (what: string, most: number, { floors, products }: Runs, of: Figure, beside: Figure) => {
    const [ours, theirs] = [products.map((run) => run[of]), floors.map((run) => run[beside])]
    const details = `${median(ours).toFixed(1)} ms to ${median(theirs).toFixed(1)} ms`
    return judge(`${what}, ${named(queue)}`, { most }, medianRatio(ours, theirs), details)
  }
  const shown = `form → shown by the API at ${calm.perSecond}/s`
  return [
    row(`acknowledgement p99 at ${busy.perSecond}/s / floor’s`, 3, atBusy, 'p99Ms', 'p99Ms'),
    row(`${shown} p50 / floor’s acknowledgement p50`, 10, atCalm, 'shownP50Ms', 'p50Ms'),
    row(`${shown} p99 / floor’s acknowledgement p99`, 5, atCalm, 'shownP99Ms', 'p99Ms'),
  ]
}
