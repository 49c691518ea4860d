import { waitFor } from '@cloudpa/testing/kit'
import { startEventFloor, floorOrgId } from './floor/start-floor.js'
import { openScreens, type Screens, type ScreenTarget } from './load/open-screens.js'
import type { Progress } from './options.js'
import { knowsProcessorTime, processorMs, residentKb } from './processes.js'
import { judge, named, note, type Row } from './report.js'
import { startScene, type QueueKind, type Scene } from './scene.js'
import { median, medianRatio, percentile } from './statistics.js'

const mix = { chatAccounts: 200, customersPerChatAccount: 5 }
const screensPerOrg = 5
const screenCount = mix.chatAccounts * screensPerOrg
const rounds = 3
const perSecond = 100
const forMs = 6_000

/** How long after its commit a message is on every open screen, beside a bare event stream server. */
export async function measureScreens(queue: QueueKind, progress: Progress): Promise<Row[]> {
  requireDescriptors()
  const scene = await startScene({ queue, chatAccounts: mix.chatAccounts, watchesCommits: true })
  const eventFloor = await startEventFloor(scene.databaseUrl)
  const opened: Screens[] = []
  const open = async (target: Parameters<typeof screensOf>[0]) => {
    const screens = await openScreens(screensOf(target))
    opened.push(screens)
    return screens
  }
  try {
    await scene.load({ ...mix, connections: 16, forMs: 4_000 })
    const { pid } = scene.stack.processes.api
    const before = residentKb(pid)
    const ours = await open((org) => ({
      origin: scene.stack.apiUrl,
      path: '/api/v1/messaging/events',
      authorization: `Bearer ${scene.apiKeys[org]}`,
    }))
    const theirs = await open((org) => ({ origin: eventFloor.origin, path: `/${floorOrgId(org)}` }))
    progress(`screens, ${queue}: ${screenCount} are open on either side`)
    const delays = await interleave(scene, { ours, theirs }, progress)
    await scene.requireExact()
    return rowsOf(queue, delays, (residentKb(pid) - before) / screenCount)
  } finally {
    for (const screens of opened) screens.stop()
    eventFloor.stop()
    await scene.stop()
  }
}

/** Each screen takes a descriptor in its process and another in the server's. */
function requireDescriptors(): void {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } }
  const allowed = Number(report.userLimits?.open_files?.soft)
  if (allowed < screenCount + 200) {
    throw new Error(`${allowed} open files are too few for ${screenCount} screens: raise ulimit -n.`)
  }
}

const screensOf = (target: (org: number) => ScreenTarget) =>
  Array.from({ length: screenCount }, (_, index) => target(index % mix.chatAccounts))

/** How long after its commit a message was heard of. */
interface Delays {
  products: (Delay & { cores: number })[]
  floors: Delay[]
}
interface Delay {
  p50Ms: number
  p99Ms: number
}

async function interleave(
  scene: Scene,
  { ours, theirs }: Record<'ours' | 'theirs', Screens>,
  progress: Progress,
): Promise<Delays> {
  const runFloor = () =>
    delaysIn(scene, 'floor.message', theirs, () =>
      scene.generator.run({ ...mix, origin: scene.floor.origin, perSecond, forMs }),
    )
  const { pid } = scene.stack.processes.api
  const runProduct = async () => {
    const before = { cpuMs: processorMs(pid), at: performance.now() }
    const delays = await delaysIn(scene, 'public.message', ours, () =>
      scene.load({ ...mix, perSecond, forMs }),
    )
    const cores = (processorMs(pid) - before.cpuMs) / (performance.now() - before.at)
    return { ...delays, cores }
  }
  const delays: Delays = { floors: [await runFloor()], products: [] }
  for (let round = 0; round < rounds; round += 1) {
    delays.products.push(await runProduct())
    delays.floors.push(await runFloor())
    progress(`screens, ${scene.queue}, ${round + 1}/${rounds}`)
  }
  return delays
}

/** @throws when a screen does not hear of a message within half a minute */
async function delaysIn(
  { database }: Scene,
  table: string,
  screens: Screens,
  run: () => Promise<unknown>,
): Promise<Delay> {
  const { rows: began } = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  await run()
  const { rows } = await database.query<{ sid: string; at: number }>(
    `SELECT sid, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float8 AS at FROM ${table}
     WHERE pg_xact_commit_timestamp(xmin) > $1`,
    [began[0]?.now],
  )
  const heard = await waitFor(
    async () => {
      const heard = await screens.heard()
      const unheard = rows.filter(({ sid }) => heard[sid]?.length !== screensPerOrg)
      if (unheard.length > 0) throw new Error(`${unheard.length} of ${rows.length} are not`)
      return heard
    },
    { timeoutMs: 30_000, everyMs: 500, what: 'every message on every screen of its org' },
  )
  const delays = rows.flatMap(({ sid, at }) => heard[sid]?.map((heardAt) => heardAt - at) ?? [])
  const sorted = Float64Array.from(delays).toSorted()
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99) }
}

function rowsOf(queue: QueueKind, { products, floors }: Delays, kbPerScreen: number): Row[] {
  const p99 = ({ p99Ms }: Delay) => p99Ms
  const ratio = medianRatio(products.map(p99), floors.map(p99))
  const figure = (all: Delay[], of: keyof Delay) => `${median(all.map((each) => each[of])).toFixed(1)} ms`
  const details = `${figure(products, 'p99Ms')} to ${figure(floors, 'p99Ms')}; p50 ${figure(products, 'p50Ms')} to ${figure(floors, 'p50Ms')}`
  const what = `commit → event p99, ${screenCount} screens of ${mix.chatAccounts} orgs at ${perSecond}/s / a bare event stream’s`
  return [
    judge(`${what}, ${named(queue)}`, { most: 2 }, ratio, details),
    ...(knowsProcessorTime
      ? [
          note('– the API’s memory per screen', `${Math.round(kbPerScreen)} kB`),
          note(
            '– the API’s processor meanwhile',
            `${median(products.map(({ cores }) => cores)).toFixed(2)} cores`,
          ),
        ]
      : []),
  ]
}
