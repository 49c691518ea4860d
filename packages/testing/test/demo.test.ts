import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadDemo } from '@cloudpa/local/demo'
import { findFreePort, isPortFree } from '@cloudpa/local/free-port'
import { findPostmaster } from '@cloudpa/local/postgres-cluster'
import type { Service } from '@cloudpa/local/service'
import { createTestDatabase } from '../src/kit.js'
import { waitFor } from '@cloudpa/local/wait-for'
import { Commands } from './commands.js'

const commands = new Commands()

/** Stands where a company's proxy would, which Twilio's SDK goes through: notes who is called, and lets nobody out. */
async function startProxy(): Promise<{ server: Server; url: string; called: string[] }> {
  const called: string[] = []
  const server = createServer()
  server.on('connect', (request, socket) => {
    called.push(request.url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, called }
}

/** Comes in by signing in or up, and then asks as that person's browser would: the inbox, which passes /api on. */
async function enter(way: 'in' | 'up', person: object) {
  const origin = `http://localhost:${commands.ports.WEB_PORT}`
  const ask = (cookie: string) => async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json', origin, cookie }
    const address = `http://127.0.0.1:${commands.ports.WEB_PORT}${path}`
    const response = await fetch(address, { method, headers, body: body ? JSON.stringify(body) : null })
    return { response, json: JSON.parse((await response.text()) || 'null') }
  }
  const { response } = await ask('')('POST', `/api/auth/sign-${way}/email`, person)
  expect(response.status).toBe(200)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return ask(cookies.join('; '))
}

type Ask = Awaited<ReturnType<typeof enter>>

const conversations = '/api/v1/messaging/conversations'

/** Answers the first conversation of an org, and waits until the customer's phone has it. */
async function answerFirst(ask: Ask): Promise<void> {
  const findFirst = async () => (await ask('GET', conversations)).json.items[0]
  const { id } = await waitFor(findFirst, { timeoutMs: 30_000, what: 'a conversation' })
  const reply = { clientId: 'one', body: 'Yes, four are left.' }
  const { json: sent } = await ask('POST', `${conversations}/${id}/send`, reply)
  const isDelivered = async () => {
    const { json } = await ask('GET', `${conversations}/${id}`)
    const now = json.messages.find((message: { id: string }) => message.id === sent.id)
    if (!['delivered', 'read'].includes(now?.status)) throw new Error(JSON.stringify(now))
    return true
  }
  await waitFor(isDelivered, { timeoutMs: 30_000, what: 'the delivery to the simulated customer' })
}

async function validateRealNumber(ask: Ask): Promise<void> {
  const { json: account } = await ask('POST', '/api/v1/chat-accounts', {
    provider: 'twilio_whatsapp',
    externalPhoneId: 'whatsapp:+14155238886',
    accountSid: `AC${'a'.repeat(32)}`,
    authToken: 'b'.repeat(32),
  })
  await ask('POST', `/api/v1/chat-accounts/${account.id}/validate`)
}

describe('the first start', () => {
  let proxy: Awaited<ReturnType<typeof startProxy>>
  let start: Service
  let marisol: { email: string; password: string }

  beforeAll(async () => {
    await commands.prepare()
    proxy = await startProxy()
    start = commands.run('start', { HTTP_PROXY: proxy.url })
    await commands.saysSoon(start, 'Ctrl-C stops everything.')
    const [email = '', password = ''] =
      /Sign in\s+(\S+)\s+password (\S+)/.exec(start.output())?.slice(1) ?? []
    marisol = { email, password }
  })
  afterAll(async () => {
    await commands.clear()
    proxy.server.close()
  })

  test('ends with one block of addresses that work', async () => {
    const response = await fetch(`http://127.0.0.1:${commands.ports.PORT}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${commands.ports.WEB_PORT}` },
      body: JSON.stringify(marisol),
    })
    expect(response.status).toBe(200)
  })

  test('opens on an ordinary day: who waits, whose window closes, what failed; the phone knows the same', async () => {
    const owner = await enter('in', marisol)
    const list = async () => (await owner('GET', conversations)).json.items
    const greeted = async () => {
      const items = await list()
      return items[0]?.unreadCount === 2 && items
    }
    const items = await waitFor(greeted, { timeoutMs: 30_000, what: 'two messages from Amina' })
    const names = items.map(({ contact }: { contact: { name: string } }) => contact.name)
    expect(names).toEqual([
      'Amina Diallo',
      'Priya Nair',
      'Tom Whitfield',
      'María López',
      'Mei Chen',
      'Jonas Becker',
    ])
    const unread = items.filter(({ unreadCount }: { unreadCount: number }) => unreadCount > 0)
    expect(unread).toHaveLength(2)
    const [amina, priya, tom, maria, , jonas] = items
    // What was done with, and what was put off, is back.
    expect(amina).toMatchObject({ state: 'open', returned: 'wrote', actedBy: { name: 'Marisol Vega' } })
    expect(priya).toMatchObject({ state: 'open', returned: 'snooze_over' })
    expect([tom.returned, tom.actedBy]).toEqual([null, null])
    expect(jonas.unreadCount).toBe(1)
    // Ten minutes are left to a machine that needs them to start.
    const leftMs = Date.parse(jonas.windowExpiresAt) - Date.now()
    expect(leftMs / 60_000).toBeGreaterThan(90)
    expect(leftMs / 60_000).toBeLessThanOrEqual(100)
    expect(tom.lastMessage).toMatchObject({ status: 'failed', error: { code: '30008', retryable: true } })
    expect([priya.lastMessage.status, maria.lastMessage.status]).toEqual(['delivered', 'received'])
    const { messages } = (await owner('GET', `${conversations}/${maria.id}`)).json
    expect(messages.length).toBeGreaterThan(20)
    const phone = await fetch(
      `http://127.0.0.1:${commands.ports.SIMULATOR_PORT}/_sim/messages?customerId=maria`,
    )
    const sidsOf = (all: { sid: string }[]) => all.map(({ sid }) => sid)
    expect(sidsOf((await phone.json()) as { sid: string }[])).toEqual(sidsOf(messages))
  })

  test('has the simulator stand in for what the product made for it; a real number beside that talks to Twilio', async () => {
    const owner = await enter('in', marisol)
    await answerFirst(owner)

    const newcomer = await enter('up', { name: 'Nia', email: 'nia@people.test', password: 'correct horse' })
    // What the button “Send me a test message” does.
    expect((await newcomer('POST', '/demo', {})).json).toEqual({ ok: true })
    await answerFirst(newcomer)
    expect(proxy.called).toEqual([])

    for (const ask of [owner, newcomer]) {
      await validateRealNumber(ask)
      expect(new Set(proxy.called.splice(0))).toEqual(new Set(['api.twilio.com:443']))
    }
  })

  test('stops everything in order', async () => {
    expect(await start.stop()).toMatchObject({ code: 0 })
    expect(await commands.portsAreFree()).toBe(true)
    expect(findPostmaster(join(commands.dataDir, 'postgres'))).toBeUndefined()
  })
})

describe('later', () => {
  beforeEach(() => commands.prepare())
  afterEach(() => commands.clear())

  test('the demo’s customers write once the public address leads here', async () => {
    const early = commands.run('start', { PUBLIC_BASE_URL: `http://localhost:${await findFreePort()}` })
    await commands.saysSoon(early, 'Ctrl-C stops everything.')
    expect(early.output()).toContain('The demo’s customers write at the next start')
    await early.stop()

    const start = commands.run('start', { PUBLIC_BASE_URL: `http://localhost:${commands.ports.WEB_PORT}` })
    await commands.saysSoon(start, 'Ctrl-C stops everything.')
    expect(start.output()).not.toContain('at the next start')
    const { email, password } = loadDemo(commands.dataDir)
    const marisol = await enter('in', { email, password })
    const isGreeted = async () => {
      const { items } = (await marisol('GET', conversations)).json
      return items.length === 6 && items[0].unreadCount === 2
    }
    await waitFor(isGreeted, { timeoutMs: 30_000, what: 'two messages from Amina' })
  })

  test('a database of the operator gets no demo, and a line says why', async () => {
    const database = await createTestDatabase()
    const client = new pg.Client({ connectionString: database.url })
    try {
      const start = commands.run('start', { DATABASE_URL: database.url })
      await commands.saysSoon(start, 'Ctrl-C stops everything.')
      expect(start.output()).toContain('No demo: DATABASE_URL is set')
      expect(await isPortFree(Number(commands.ports.SIMULATOR_PORT))).toBe(true)
      await client.connect()
      expect((await client.query('SELECT FROM org')).rowCount).toBe(0)
      await client.end()
      await start.stop()
    } finally {
      await database.drop()
    }
  })
})
