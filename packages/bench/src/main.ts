// `npm run bench`: how near the webhook comes to what this machine can do at all, in one run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPrivatePostgres, startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { median, table, type Row } from './measure.js'
import { load, register, type Load, type Shape, type Target } from './webhook-load.js'

const rounds = 3
const shape: Shape = { count: 4000, customers: 400, concurrency: 64 }
const webhookPath = '/api/v1/messaging/webhook/whatsapp'

const target = (name: string, webhookUrl: string): Target => ({
  accountSid: `AC${Buffer.from(name).toString('hex').padStart(32, '0')}`,
  authToken: 'floor',
  number: 'whatsapp:+14155550100',
  webhookUrl,
})

async function startFloor(kind: string, port: number, databaseUrl: string) {
  const script = fileURLToPath(new URL('./floor.js', import.meta.url))
  const child = spawn(process.execPath, [script, kind, String(port), databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { target: target(kind, `http://127.0.0.1:${port}${webhookPath}`), stop: () => child.kill() }
}

async function seedTarget(stack: Stack): Promise<Target> {
  const ours = target('cloudpa', stack.apiUrl + webhookPath)
  const chatAccount = { externalPhoneId: ours.number, accountSid: ours.accountSid, authToken: ours.authToken }
  await stack.seed({ orgs: [{ slug: 'bench', name: 'Bench', chatAccounts: [chatAccount] }] })
  return ours
}

/** Waits until every event is a message, and says how far the worker had fallen behind. */
async function drain(databaseUrl: string): Promise<{ p50Ms: number; p99Ms: number; maxMs: number }> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await waitFor(async () => (await client.query('SELECT 1 FROM webhook_due LIMIT 1')).rowCount === 0, {
      timeoutMs: 120_000,
      what: 'an empty backlog',
    })
    const { rows } = await client.query<{ p50: number; p99: number; max: number }>(`
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY lag) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY lag) AS p99,
             max(lag) AS max
      FROM (
        SELECT extract(epoch FROM e.at - m.occurred_at) * 1000 AS lag
        FROM org_event e JOIN message m ON (m.org_id, m.id) = (e.org_id, e.message_id)
      ) AS lags`)
    const [row] = rows
    return {
      p50Ms: Math.round(row?.p50 ?? 0),
      p99Ms: Math.round(row?.p99 ?? 0),
      maxMs: Math.round(row?.max ?? 0),
    }
  } finally {
    await client.end()
  }
}

async function measure(stack: Stack, targets: Record<string, Target>): Promise<Row[]> {
  const runs: Record<string, Load[]> = {}
  for (const one of Object.values(targets)) await register(stack.simulatorUrl, one)
  // A first run of each warms it up; then the rounds are interleaved, so that a disturbance hits all alike.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, one] of Object.entries(targets)) {
      const result = await load(stack.simulatorUrl, one, shape)
      if (round > 0) (runs[name] ??= []).push(result)
      await drain(stack.databaseUrl)
      console.error(`round ${round}/${rounds}  ${name}: ${Math.round(result.perSecond)} forms/s`)
    }
  }
  return Object.entries(runs).map(([name, results]) => ({ name, ...median(results) }))
}

const postgres = await startPrivatePostgres({ keepSafe: true })
const stack = await startStack({ databaseUrl: postgres.url, simulator: true })
const floorPort = Number(new URL(stack.webUrl).port)
const floors = [
  await startFloor('answer', floorPort, postgres.url),
  await startFloor('insert', floorPort + 1, postgres.url),
]
try {
  const rows = await measure(stack, {
    'answer 200 and nothing else': (floors[0] as (typeof floors)[0]).target,
    'check, insert one row, answer': (floors[1] as (typeof floors)[0]).target,
    'Cloud PA': await seedTarget(stack),
  })
  const lag = await drain(stack.databaseUrl)
  console.log(table(rows, 'check, insert one row, answer'))
  console.log(
    `\nFrom webhook to inbox under that load: p50 ${lag.p50Ms} ms, p99 ${lag.p99Ms} ms, at most ${lag.maxMs} ms.`,
  )
} finally {
  for (const floor of floors) floor.stop()
  await stack.stop()
  await postgres.remove()
}
