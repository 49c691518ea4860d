import { waitFor } from '@cloudpa/testing/kit'
import { startGenerator, type Generator } from './load/start-generator.js'
import type { Progress } from './options.js'
import { knowsProcessorTime, processorMs, serverMs } from './processes.js'
import { judge, named, note, type Row } from './report.js'
import { startScene, type QueueKind, type Scene } from './scene.js'
import { startSlowFiles, type SlowFiles } from './slow-files.js'
import { median, medianRatio } from './statistics.js'

const mix = { chatAccounts: 20, customersPerChatAccount: 50 }
const rounds = 3
const forMs = 4_000
/** More than twice as many as can be fetched meanwhile, so that some always wait for a slot. */
const pictures = { perSecond: 5, takesMs: 2_000 }
/** The worker fetches so many files at once, unless told otherwise. */
const slots = 4

/** What one run came to. */
interface Run {
  /** Texts stored and shown. */
  perSecond: number
  /** Processor time of the API, the worker and PostgreSQL for each of them, in µs. */
  us: number
}

/** What takes part. */
interface Studio {
  scene: Scene
  host: SlowFiles
  photographers: Generator
}

/** Whether files that come slowly cost the texts beside them anything. */
export async function measureMedia(queue: QueueKind, progress: Progress): Promise<Row[]> {
  const host = await startSlowFiles(pictures.takesMs)
  const scene = await startScene({ queue, chatAccounts: mix.chatAccounts, twilioUrl: host.url })
  const photographers = startGenerator()
  try {
    const studio = { scene, host, photographers }
    const [alone, beside]: [Run[], Run[]] = [[], []]
    await write(studio, true)
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await write(studio, false))
      beside.push(await write(studio, true))
      progress(`media, ${queue}, ${round + 1}/${rounds}: ${speedsOf(alone, beside)}`)
    }
    alone.push(await write(studio, false))
    // A host that nobody asked would have slowed down nobody.
    if (host.most() < slots) throw new Error(`only ${host.most()} pictures were on their way at once`)
    return [
      judge(
        `texts stored and shown beside slow pictures / beside as many texts, ${named(queue)}`,
        { least: 0.9 },
        medianRatio(speeds(beside), speeds(alone)),
        `${speedsOf(alone, beside)}; all ${slots} slots for files taken throughout`,
      ),
      ...(knowsProcessorTime ? [note('– µs of processor a text', `${usOf(beside)} to ${usOf(alone)}`)] : []),
    ]
  } finally {
    photographers.stop()
    await scene.stop()
    host.stop()
  }
}

const speeds = (runs: Run[]) => runs.map(({ perSecond }) => perSecond)
const usOf = (runs: Run[]) => Math.round(median(runs.map(({ us }) => us)))
const speedsOf = (alone: Run[], beside: Run[]) =>
  `${Math.round(median(speeds(beside)))}/s of ${Math.round(median(speeds(alone)))}/s`

/**
 * Has texts written as fast as they are taken, and beside them some at a steady pace: pictures, or texts too.
 * @returns what became of the first
 */
async function write({ scene, host, photographers }: Studio, hasPictures: boolean): Promise<Run> {
  const { stack, generator, database } = scene
  const { api, worker } = stack.processes
  const spentMs = () => processorMs(api.pid) + processorMs(worker.pid) + serverMs(scene.backendPid)
  const count = async () => {
    const { rows } = await database.query<{ count: string }>('SELECT count(*) FROM message')
    return Number(rows[0]?.count)
  }
  const steady = { ...mix, origin: stack.apiUrl, perSecond: pictures.perSecond, hasPictures }
  host.dawdle()
  // The first pictures are asked for before the texts begin, and the last after they ended.
  await photographers.run({ ...steady, forMs: 500 })
  const before = await count()
  const [startedAt, spentBefore] = [performance.now(), spentMs()]
  const [texts, others] = await Promise.all([
    generator.run({ ...mix, origin: stack.apiUrl, forMs }),
    photographers.run({ ...steady, forMs }),
  ])
  const isShown = async () => (await count()) - before >= texts.acknowledged + others.acknowledged
  await waitFor(isShown, { timeoutMs: 60_000, everyMs: 10, what: 'every message in its inbox' })
  const seconds = (performance.now() - startedAt) / 1000
  const us = ((spentMs() - spentBefore) * 1000) / texts.acknowledged
  host.hurry()
  await waitFor(() => isFetched(scene), { timeoutMs: 60_000, what: 'every picture in its message' })
  return { perSecond: texts.acknowledged / seconds, us }
}

/** @throws when a picture was not to be had: then its slot was free */
async function isFetched({ database }: Scene): Promise<boolean> {
  const { rows } = await database.query<{ state: string }>('SELECT DISTINCT state FROM media')
  if (rows.some(({ state }) => state === 'failed')) throw new Error('a picture could not be fetched')
  return rows.every(({ state }) => state === 'ready')
}
