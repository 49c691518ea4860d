// `npm run bench`: how near the product comes to what this machine can do at all, as ratios within one run.
import { measureFlatness } from './flat.js'
import { measureLatency } from './latency.js'
import { measureMedia } from './media.js'
import { readOptions, type MeasurementName, type Options, type Progress } from './options.js'
import { named, table, type Row } from './report.js'
import { hasRedis, redisUrl, type QueueKind } from './scene.js'
import { measureScreens } from './screens.js'
import { measureThroughput } from './throughput.js'

const measurements: Record<MeasurementName, (queue: QueueKind, progress: Progress) => Promise<Row[]>> = {
  throughput: measureThroughput,
  latency: measureLatency,
  flat: measureFlatness,
  screens: measureScreens,
  media: measureMedia,
}

/** The others ask the database, whichever way its work is queued: one queue is enough. */
const asksBothQueues = new Set<MeasurementName>(['throughput', 'latency'])

async function readOptionsOrExit(): Promise<Options> {
  try {
    const options = readOptions(process.argv.slice(2))
    if (!options.queues.includes('redis') || (await hasRedis())) return options
    console.error(`No Redis answers at ${redisUrl} (TEST_REDIS_URL): its half is left out.`)
    return { ...options, queues: options.queues.filter((queue) => queue !== 'redis') }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

const { only, queues } = await readOptionsOrExit()
const startedAt = performance.now()
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)
const rows: Row[] = []
for (const name of only) {
  for (const queue of asksBothQueues.has(name) ? queues : queues.slice(0, 1)) {
    const progress: Progress = (line) => console.error(`${seconds()} s  ${line}`)
    try {
      rows.push(...(await measurements[name](queue, progress)))
    } catch (error) {
      // The other measurements are worth having all the same.
      console.error(error)
      rows.push({
        what: `${name}, ${named(queue)}`,
        goal: '',
        figure: `failed: ${String(error)}`,
        isMet: false,
      })
      process.exitCode = 1
    }
  }
}
console.log(table(rows))
console.log(`
The generator, PostgreSQL (fsync and synchronous_commit on) and whatever is measured share this machine. The floor does
what the product does (signature, contact, handle, conversation, message, durable commit) in one bare Node process with
group commit, for the same 20 orgs × 50 customers, of whom any may write next, over the same 64 connections. It runs
right before and after each run of the product, and the middle of the ratios is shown, because machines drift by
10–25 %: compare ratios and processor time between runs, never forms a second.

Beside slow pictures the same customers send five pictures a second, of which each takes two seconds to fetch, so that the
worker has a file in each of its four slots from the first text to the last: a text that waited for one would show.`)
