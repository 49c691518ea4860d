// `npm run bench`: how near the product comes to what this machine can do at all, as ratios within one run.
import { readOptions, type Options, type Progress } from './options.js'
import { table, type Line } from './report.js'
import { hasRedis, redisUrl, type QueueKind } from './scene.js'
import { measureThroughput } from './throughput.js'

const measurements: Record<string, (queue: QueueKind, progress: Progress) => Promise<Line[]>> = {
  throughput: measureThroughput,
}

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
const lines: Line[] = []
for (const name of only) {
  for (const queue of queues) {
    const progress: Progress = (line) => console.error(`${seconds()} s  ${line}`)
    lines.push(...((await measurements[name]?.(queue, progress)) ?? []))
  }
}
console.log(table(lines))
console.log(
  'The generator, PostgreSQL (fsync and synchronous_commit on) and whatever is measured share this machine. A floor does\n' +
    'what the product does (signature, contact, handle, conversation, message, durable commit) in one bare Node process\n' +
    'with group commit. It runs right before and after each run of the product, and the middle of the ratios is shown,\n' +
    'because machines drift by 10–25 %: compare ratios and processor time, and forms a second only within one run.',
)
