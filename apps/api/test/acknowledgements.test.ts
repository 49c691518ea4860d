import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startPrivatePostgres,
  startStack,
  waitFor,
  type PrivatePostgres,
  type Stack,
} from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { SilentScreen } from './silent-screen.js'
import { Tenant } from './tenant.js'

/** Of Twilio's 15 s; whoever waits longer may be asked by its customer whether the message arrived. */
const answeredWithinMs = 2_000

let postgres: PrivatePostgres
let stack: Stack
let tenant: Tenant
beforeAll(async () => {
  postgres = await startPrivatePostgres()
  stack = await startStack({ databaseUrl: postgres.url })
  tenant = await Tenant.create(stack)
})
afterAll(async () => {
  await stack.stop()
  await postgres.remove()
})

async function post(Body: string): Promise<{ status: number; ms: number }> {
  const startedAt = performance.now()
  const { status } = await tenant.receive({ Body })
  return { status, ms: performance.now() - startedAt }
}

it('are given while reads that wait for the database hold all connections of screens', async () => {
  const reads = await withDatabase(stack, async (client) => {
    await client.query('BEGIN; LOCK TABLE conversation')
    const asked = Array.from({ length: 60 }, () => tenant.fetch('GET', '/messaging/conversations'))
    const areHeld = async () => {
      const { rows } = await client.query('SELECT FROM pg_locks WHERE NOT granted')
      return rows.length >= 20
    }
    await waitFor(areHeld, { what: 'reads that hold every connection' })
    let isAnswered = false
    const read = tenant.fetch('GET', '/chat-accounts').finally(() => (isAnswered = true))
    const { status, ms } = await post('Hello')
    expect(status).toBe(200)
    expect(ms).toBeLessThan(answeredWithinMs)
    // Nothing locks what this one asks for: it waits for a connection, as the form would have.
    expect(isAnswered).toBe(false)
    await client.query('ROLLBACK')
    return [...asked, read]
  })
  expect(new Set((await Promise.all(reads)).map(({ status }) => status))).toEqual(new Set([200]))
})

const screenCount = 1_000

/** As fast as the API spreads screens that come back. */
const screensAtOnce = 25

/** What the web loads when it comes back. */
async function loadScreen(agent: Agent, conversationId: string): Promise<void> {
  const paths = [
    'chat-accounts',
    'messaging/conversations?limit=50',
    `messaging/conversations/${conversationId}`,
  ]
  const headers = { authorization: `Bearer ${tenant.apiKey}` }
  const load = (path: string) =>
    new Promise((loaded, failed) => {
      get(`${stack.apiUrl}/api/v1/${path}`, { agent, headers }, (response) => {
        response
          .resume()
          .on('end', () => (response.statusCode === 200 ? loaded(path) : failed(new Error(path))))
      }).on('error', failed)
    })
  await Promise.all(paths.map(load))
}

it(`are given while ${screenCount} screens load again after a restart of the database`, async () => {
  for (let index = 0; index < 60; index += 1) await tenant.receive({ From: `+15005550${100 + index}` })
  const [first] = await tenant.waitForInbound(60)
  const keys = await tenant.keysFor(screenCount)
  const open = (_: unknown, at: number) =>
    SilentScreen.open(stack.apiUrl, { authorization: `Bearer ${keys[at % keys.length]}` })
  const screens = await Promise.all(Array.from({ length: screenCount }, open))
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  try {
    for (const screen of screens) screen.read()
    await waitFor(() => screens.every((screen) => screen.count('heartbeat') > 0), { timeoutMs: 30_000 })
    await postgres.stop()
    await waitFor(async () => (await post('meanwhile')).status === 503)
    await postgres.start()
    await waitFor(async () => (await post('back')).status === 200, { timeoutMs: 20_000 })

    let loads = 0
    const onceLoaded = () => (loads += 1)
    const ignoreCut = () => undefined
    const answers: Promise<{ status: number; ms: number }>[] = []
    for (let begun = 0; begun < screenCount; begun += screensAtOnce) {
      for (let at = 0; at < screensAtOnce; at += 1)
        loadScreen(agent, first?.conversationId ?? '').then(onceLoaded, ignoreCut)
      answers.push(post('Hello'))
      await sleep(100)
    }
    const all = await Promise.all(answers)
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(answeredWithinMs)
    await waitFor(() => loads > 10, { what: 'screens that have loaded', timeoutMs: 60_000 })
  } finally {
    agent.destroy()
    for (const screen of screens) screen.close()
  }
}, 180_000)
