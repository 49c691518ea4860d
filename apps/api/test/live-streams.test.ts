import type { CreatedApiKey } from '@cloudpa/contracts/orgs'
import { createSystem, type PrismaClient } from '@cloudpa/db'
import { waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { memberIdOf, newMember, type Browser } from './browser.js'
import { EventStream } from './event-stream.js'
import { SilentScreen } from './silent-screen.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { startWatchedApi } from './watched-api.js'

const heartbeatMs = 3_000
/** What the watched API has for its objects and texts. Four megabytes for each of thirty orgs are too much. */
const heapMegabytes = 128

describe('many open screens', () => {
  let stop: () => Promise<void>
  let product: Stack
  let watched: Stack
  let rows: PrismaClient
  let twilio: SimulatedTwilio
  let queries = 0
  let screens: SilentScreen[] = []
  beforeAll(async () => {
    ;({ product, watched, stop } = await startWatchedApi({
      // Each query asks for its row description once.
      onSent: (sent) => (queries += sent.split('SELECT').length - 1),
      simulator: true,
      // So long that whatever closes the product's streams in time was no heartbeat.
      env: { LIVE_HEARTBEAT_MS: '100000' },
      watchedEnv: {
        LIVE_HEARTBEAT_MS: String(heartbeatMs),
        NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}`,
      },
    }))
    rows = createSystem({ url: product.databaseUrl, poolSize: 1 })
    twilio = new SimulatedTwilio(product)
  })
  afterEach(() => {
    for (const screen of screens) screen.close()
    screens = []
  })
  afterAll(async () => {
    await rows.$disconnect()
    await stop()
  })

  async function openMany(count: number, headers: Record<string, string>, { apiUrl } = watched) {
    const opened = await Promise.all(Array.from({ length: count }, () => SilentScreen.open(apiUrl, headers)))
    screens.push(...opened)
    return opened
  }

  const bearer = ({ apiKey }: Tenant) => ({ authorization: `Bearer ${apiKey}` })

  async function write(tenant: Tenant, body: string): Promise<void> {
    await twilio.write(tenant, '+15005550006', body)
  }

  it('are asked for together whether they may stay', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const { cookie } = await ann.owner()
    const byKey = await openMany(100, bearer(ann))
    const bySession = await openMany(100, { cookie })
    for (const screen of screens) screen.read()
    await waitFor(() => screens.every((screen) => screen.count('heartbeat') >= 1), { timeoutMs: 30_000 })
    queries = 0
    const before = byKey[0]?.count('heartbeat') ?? 0
    await waitFor(() => screens.every((screen) => screen.count('heartbeat') >= before + 2), {
      timeoutMs: 30_000,
    })
    const beats = Math.max(...screens.map((screen) => screen.count('heartbeat'))) - before
    expect(queries / (beats + 1)).toBeLessThan(150)
    expect(bySession.some(({ isClosed }) => isClosed)).toBe(false)
  })

  it('close at once, whatever process it happens at, for who signed out, was removed or lost their key', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const owner = await ann.owner()
    const [leaving, removed] = [await newMember(owner, 'member'), await newMember(owner, 'member')]
    const key = (await owner.post<CreatedApiKey>('/api/v1/api-keys', { name: 'Script', scope: 'read' })).body
    const removedId = await memberIdOf(owner, removed.email)
    const open = async (headers: Record<string, string>) =>
      (await openMany(3, headers, product)).map((screen) => screen.read())
    const gone = await Promise.all([
      open({ cookie: leaving.cookie }),
      open({ cookie: removed.cookie }),
      open({ authorization: `Bearer ${key.key}` }),
    ])
    const kept = [...(await open({ cookie: owner.cookie })), ...(await open(bearer(ann)))]
    await waitFor(() => [...gone.flat(), ...kept].every((screen) => screen.count('heartbeat') > 0))

    const elsewhere = (method: string, path: string, { cookie }: { cookie: string }) =>
      fetch(watched.apiUrl + path, { method, headers: { cookie } })
    const changes: [string, string, Browser][] = [
      ['POST', '/api/auth/sign-out', leaving],
      ['DELETE', `/api/v1/members/${removedId}`, owner],
      ['DELETE', `/api/v1/api-keys/${key.id}`, owner],
    ]
    for (const [at, [method, path, who]] of changes.entries()) {
      expect(gone[at]?.some(({ isClosed }) => isClosed)).toBe(false)
      expect((await elsewhere(method, path, who)).ok).toBe(true)
      await waitFor(() => gone[at]?.every(({ isClosed }) => isClosed), { timeoutMs: 15_000, what: path })
    }
    await write(ann, 'Hello')
    await waitFor(() => kept.every((screen) => screen.count('message') > 0), { timeoutMs: 15_000 })
  })

  it('close at once for who signed out while they opened', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const leaving = await ann.owner()
    await withDatabase(product, (holder) =>
      withDatabase(product, async (listener) => {
        let hints = 0
        listener.on('notification', ({ payload }) => (hints += payload?.includes('"access"') ? 1 : 0))
        await listener.query('LISTEN cloudpa_hints')
        // Whoever opens a stream asks where the org stands.
        await holder.query('BEGIN; LOCK TABLE org_seq IN ACCESS EXCLUSIVE MODE')
        const [screen] = await openMany(1, { cookie: leaving.cookie }, product)
        screen?.read()
        const waiting = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
          WHERE datname = current_database() AND relation = 'org_seq'::regclass AND NOT granted`
        await waitFor(async () => (await listener.query(waiting)).rowCount)
        expect((await leaving.ask('POST', '/api/auth/sign-out')).status).toBe(200)
        await waitFor(() => hints > 0)
        await holder.query('COMMIT')
        await waitFor(() => screen?.isClosed, { timeoutMs: 15_000 })
        expect(screen?.count('heartbeat')).toBe(1)
      }),
    )
  })

  it('close by the next heartbeat when a session has run out, and only theirs', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const [leaving, staying] = [await ann.owner(), await ann.owner()]
    const [gone, kept] = [
      (await openMany(3, { cookie: leaving.cookie })).map((screen) => screen.read()),
      (await openMany(3, { cookie: staying.cookie })).map((screen) => screen.read()),
    ]
    await waitFor(() => [...gone, ...kept].every((screen) => screen.count('heartbeat') > 0))
    // Who says where they look is remembered for a while: not beyond the end of their streams.
    const look = async () => {
      const id = '0197d2c4-9f3a-7abc-8def-0123456789ab'
      const said = await fetch(`${watched.apiUrl}/api/v1/messaging/conversations/${id}/presence`, {
        method: 'POST',
        headers: { cookie: leaving.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ screen: 'the-desk', state: 'looking' }),
      })
      return said.status
    }
    expect(await look()).toBe(404)
    const ofLeaving = { user: { email: leaving.email } }
    await rows.session.updateMany({ where: ofLeaving, data: { expiresAt: new Date(0) } })
    await waitFor(() => gone.every(({ isClosed }) => isClosed), { timeoutMs: 15_000 })
    expect(await look()).toBe(401)
    const heard = kept.map((screen) => screen.count('heartbeat'))
    await waitFor(() => kept.every((screen, at) => screen.count('heartbeat') > (heard[at] ?? 0)))
    expect(kept.some(({ isClosed }) => isClosed)).toBe(false)
  })

  it('are a hundred at most for one API key, and another is not kept out', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const many = await openMany(100, bearer(ann), product)
    for (const screen of many) screen.read()
    await waitFor(() => many.every((screen) => screen.count('heartbeat') > 0))
    expect(await ann.refusal('GET', '/messaging/events')).toMatchObject({
      status: 429,
      code: 'rate_limited',
    })
    const { cookie } = await ann.owner()
    const [byPerson] = await openMany(1, { cookie }, product)
    await waitFor(() => byPerson?.read().count('heartbeat'))
    many[0]?.close()
    const isServed = async () => (await ann.openScreen()).closed === false
    await waitFor(() => isServed().catch(() => false))
  })

  it('come back at different times', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const streams = await Promise.all(
      Array.from({ length: 10 }, () => EventStream.open(watched.apiUrl, ann.apiKey)),
    )
    await waitFor(() => streams.every(({ retryMs }) => retryMs !== undefined))
    expect(new Set(streams.map(({ retryMs }) => retryMs)).size).toBeGreaterThan(5)
    for (const stream of streams) stream.close()
  })

  it('are not told to load again all at once', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    const many: SilentScreen[] = []
    for (const key of await ann.keysFor(400)) {
      many.push(...(await openMany(100, { authorization: `Bearer ${key}` })))
    }
    for (const screen of many) screen.read()
    await waitFor(() => many.every((screen) => screen.count('heartbeat') > 0))
    const told = () => many.filter((screen) => screen.count('resync') > 0).length
    // As if the next thousand events were no longer kept.
    const { orgId } = ann
    await rows.orgSeq.upsert({
      where: { orgId },
      create: { orgId, last: 1_000 },
      update: { last: { increment: 1_000 } },
    })
    await waitFor(() => told() > 0, { timeoutMs: 15_000, everyMs: 5 })
    // Whatever was written with the first word would be here before this answer.
    await fetch(`${watched.apiUrl}/health/live`)
    expect(told()).toBeLessThan(300)
    await waitFor(() => told() === 400, { timeoutMs: 30_000 })
  })

  it('do not keep the API from stopping when they never read', async () => {
    const [ann] = (await twilio.connect(1)) as [Tenant]
    await openMany(3, bearer(ann))
    await Promise.all(Array.from({ length: 50 }, () => write(ann, 'x'.repeat(4_096))))
    await watched.processes.api.stop()
    expect(await watched.processes.api.exited).toEqual({ code: 0, signal: null })
    await watched.processes.api.start()
  })
})
