import { setTimeout as sleep } from 'node:timers/promises'
import { OrgScreens } from './org-screens.js'
import type { Progress } from './options.js'
import { knowsProcessorTime, serverMs } from './processes.js'
import { judge, note, type Row } from './report.js'
import { startScene, type QueueKind, type Scene } from './scene.js'
import { compare, type Request } from './compare.js'
import { median, medianRatio } from './statistics.js'

/** The chatAccounts of a scene, one org each. */
const [grown, warming, threads] = [0, 1, 2]
/** In the small scene, from here on, orgs that get their first customers. */
const firstFresh = 3
const customers = { small: 2_000, big: 60_000 }
const block = 5_000
const rounds = 3
const messages = { short: 1_000, long: 20_000 }

/**
 * Whether an org that has grown is as quick as it was. Two products run on databases of their own, so that both sizes are
 * measured within the same seconds: one with 2,000 customers in an org, one with 60,000, both filled through the webhook.
 */
export async function measureFlatness(queue: QueueKind, progress: Progress): Promise<Row[]> {
  const [small, big] = await Promise.all([
    startScene({ queue, chatAccounts: firstFresh + rounds + 1 }),
    startScene({ queue, chatAccounts: firstFresh }),
  ])
  try {
    for (const scene of [small, big])
      await scene.load({ ...chatAccount(warming), customersPerChatAccount: 50, forMs: 4_000 })
    await fill(small, grown, { customers: customers.small })
    for (let at = 0; at < customers.big; at += 10_000) {
      await fill(big, grown, { from: at, customers: 10_000 })
      progress(`flat, ${queue}: ${at + 10_000} customers`)
    }
    await fill(big, threads, { customers: 1, count: messages.long })
    await fill(big, threads, { from: 1, customers: 1, count: messages.short })
    // What autovacuum does within the minute, so that no measurement depends on whether it has yet.
    for (const scene of [small, big]) await scene.database.query('VACUUM ANALYZE')
    progress(`flat, ${queue}: filled`)
    const screens = await compareScreens(small, big)
    progress(`flat, ${queue}: screens compared`)
    const blocks = await compareBlocks(small, big)
    await Promise.all([small.requireExact(), big.requireExact()])
    return [...blocks, ...screens]
  } finally {
    await Promise.all([small.stop(), big.stop()])
  }
}

const chatAccount = (index: number) => ({ chatAccounts: 1, firstChatAccount: index })

/** Each customer writes once, or all of them so often in turn. */
function fill(scene: Scene, index: number, { from = 0, customers, count = customers }: Fill) {
  return scene.load({
    ...chatAccount(index),
    customersPerChatAccount: customers,
    firstCustomer: from,
    inTurn: true,
    count,
  })
}

interface Fill {
  /** Counts the customers from here. */
  from?: number
  customers: number
  count?: number
}

/** The speed of 5,000 forms of new customers, and PostgreSQL's processor time for them. */
async function compareBlocks(small: Scene, big: Scene): Promise<Row[]> {
  const run = async (scene: Scene, index: number, from: number) => {
    const before = serverMs(scene.backendPid)
    const { acknowledged, shownSeconds } = await fill(scene, index, { from, customers: block })
    const us = ((serverMs(scene.backendPid) - before) * 1000) / acknowledged
    return { perSecond: acknowledged / shownSeconds, us }
  }
  const first = [await run(small, firstFresh, 0)]
  const last: typeof first = []
  for (let round = 0; round < rounds; round += 1) {
    last.push(await run(big, grown, customers.big + round * block))
    first.push(await run(small, firstFresh + round + 1, 0))
  }
  const speed = ({ perSecond }: (typeof first)[number]) => perSecond
  const cost = ({ us }: (typeof first)[number]) => us
  const ratio = medianRatio(last.map(speed), first.map(speed))
  const details = `${Math.round(median(last.map(speed)))}/s of ${Math.round(median(first.map(speed)))}/s`
  const costs = `${Math.round(median(last.map(cost)))} to ${Math.round(median(first.map(cost)))}`
  return [
    judge(
      `${block} forms of new customers, of an org with ${customers.big} / of a new org`,
      { least: 0.9 },
      ratio,
      details,
    ),
    ...(knowsProcessorTime ? [note('– PostgreSQL’s µs a message', costs)] : []),
  ]
}

async function compareScreens(small: Scene, big: Scene): Promise<Row[]> {
  const few = await OrgScreens.open(small, grown)
  const many = await OrgScreens.open(big, grown)
  // The short one was written to last.
  const [short, long] = [0, 1]
  const twoThreads = await OrgScreens.open(big, threads)
  const beside = `${customers.big} customers / ${customers.small}`
  const kinds: [string, Request, Request][] = [
    [`a list page p95, ${beside}`, () => many.listPage(), () => few.listPage()],
    [`a thread’s newest page p95, ${beside}`, () => many.thread(), () => few.thread()],
    [`mark-read p95, ${beside}`, () => many.markRead(), () => few.markRead()],
    [
      `newest page p95 beside the big org, ${messages.long} messages / ${messages.short}`,
      () => twoThreads.newestPage(long),
      () => twoThreads.newestPage(short),
    ],
  ]
  const before = [await scannedRows(big), await scannedRows(small)]
  const rows: Row[] = []
  for (const [what, request, beside] of kinds) {
    const { ofOne, ofOther } = await compare(request, beside)
    const figure = (of: 'p50Ms' | 'p95Ms') => `${ofOne[of].toFixed(1)} ms to ${ofOther[of].toFixed(1)} ms`
    const details = `${figure('p95Ms')}; p50 ${figure('p50Ms')}`
    rows.push(judge(what, { most: 1.3 }, ofOne.p95Ms / ofOther.p95Ms, details))
  }
  const scanned = [await scannedRows(big), await scannedRows(small)].map(
    (rows, at) => rows - (before[at] ?? 0),
  )
  rows.push(note('– rows read by scans of whole tables for that', `${scanned[0]} to ${scanned[1]}`))
  for (const screens of [few, many, twoThreads]) screens.close()
  return rows
}

/** What PostgreSQL read of the product's tables without an index so far; each backend tells it within a second or so. */
async function scannedRows({ database }: Scene): Promise<number> {
  await sleep(2_000)
  const { rows } = await database.query<{ rows: string }>(
    "SELECT sum(seq_tup_read) AS rows FROM pg_stat_user_tables WHERE schemaname = 'public'",
  )
  return Number(rows[0]?.rows)
}
