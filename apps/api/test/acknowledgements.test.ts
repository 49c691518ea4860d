import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startPrivatePostgres,
  startStack,
  waitFor,
  type PrivatePostgres,
  type Stack,
} from '@cloudpa/local/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

const screens = 1_000
const forms = 150
const everyMs = 100
const answeredWithinMs = 2_000

let postgres: PrivatePostgres
let stack: Stack
beforeAll(async () => {
  postgres = await startPrivatePostgres()
  stack = await startStack({ databaseUrl: postgres.url })
})
afterAll(async () => {
  await stack.stop()
  await postgres.remove()
})

/** Opens screens in a process of their own, so that what they cost is not taken for the API's delay. */
function openScreens(conversationId: string, apiKey: string) {
  const script = fileURLToPath(new URL('./screens.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, stack.apiUrl, apiKey, conversationId, String(screens)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let loaded = 0
  child.stdout.on('data', (text: Buffer) => (loaded = Number(String(text).trim().split('\n').at(-1))))
  return {
    loaded: () => loaded,
    cut: () => child.stdin.write('\n'),
    close: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function postTimed(tenant: Tenant, Body: string): Promise<{ status: number; ms: number }> {
  const startedAt = performance.now()
  const { status } = await tenant.receive({ Body })
  return { status, ms: performance.now() - startedAt }
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } finally {
    await client.end()
  }
}

it(`are given within 2 s while ${screens} screens come back after a restart of the database`, async () => {
  const tenant = await Tenant.create(stack)
  for (let index = 0; index < 60; index += 1) await tenant.receive({ From: `+15005550${100 + index}` })
  const [first] = await tenant.waitForInbound(60)
  const shown = openScreens(first?.conversationId ?? '', await tenant.newApiKey())
  try {
    await waitFor(() => shown.loaded() >= screens, { timeoutMs: 120_000, what: 'every screen' })
    await postgres.stop()
    await waitFor(async () => (await tenant.receive({ Body: 'meanwhile' })).status === 503)
    await postgres.start()
    await waitFor(() => accepts(postgres.url))
    shown.cut()
    const answers: Promise<{ status: number; ms: number }>[] = []
    for (let index = 0; index < forms; index += 1) {
      answers.push(postTimed(tenant, `form ${index}`))
      await sleep(everyMs)
    }
    const all = await Promise.all(answers)
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(answeredWithinMs)
    expect(shown.loaded()).toBeGreaterThan(screens)
  } finally {
    await shown.close()
  }
}, 240_000)
