import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { postForm } from './post-form.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const genuineForms = 10
const everyMs = 100
const answeredWithinMs = 2_000

let stack: Stack
let twilio: SimulatedTwilio
let villain: Tenant
let genuine: Tenant
let spare: Tenant[]
/** Aborted when the genuine forms are through: mischief goes on until then. */
let over: AbortController

beforeAll(async () => {
  stack = await startStack({ simulator: true })
  twilio = new SimulatedTwilio(stack)
  spare = await twilio.connect(12)
  villain = spare.pop() as Tenant
})
afterAll(() => stack.stop())
beforeEach(() => {
  genuine = spare.pop() as Tenant
  over = new AbortController()
})
afterEach(async () => {
  over.abort()
  await twilio.call('DELETE', '/faults')
})

/** One genuine form; fails when it is not acknowledged in time. */
async function acknowledge(tenant: Tenant, Body: string): Promise<void> {
  const startedAt = performance.now()
  const answer = await tenant.receive({ Body })
  expect(answer.status, Body).toBe(200)
  expect(performance.now() - startedAt, `${Body}, ms until its answer`).toBeLessThan(answeredWithinMs)
}

/** Customers write ten times a second while the mischief goes on, and see nothing of it. */
async function expectGenuineFormsThrough(mischief: Promise<unknown>): Promise<void> {
  const bodies = Array.from({ length: genuineForms }, (_, index) => `genuine ${index}`)
  const tenant = genuine
  const customers = async () => {
    const answers: Promise<void>[] = []
    for (const body of bodies) {
      answers.push(acknowledge(tenant, body))
      await sleep(everyMs)
    }
    await Promise.all(answers)
    const shown = await tenant.waitForInbound(genuineForms)
    expect(shown.map(({ content }) => content.body).toSorted()).toEqual(bodies.toSorted())
  }
  await Promise.all([customers().finally(() => over.abort()), mischief])
}

/** Repeats something on a few connections at once, until the genuine forms are through. */
async function keepOn(act: (round: number) => Promise<unknown>, atOnce = 4): Promise<void> {
  let round = 0
  const one = async () => {
    do {
      await act(round++)
    } while (!over.signal.aborted)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

const statusUrl = () => `${genuine.webhookUrl}/status`

it.each([
  ['forms of 20,000 names', 'a&'.repeat(20_000), 400],
  ['forms of 900 kB', `AccountSid=ACx&Body=${'x'.repeat(900_000)}`, 413],
  ['forms of 1,000 values for one name', 'AccountSid=ACx&'.repeat(1_000), 400],
])('while strangers post %s', async (_, form, refusal) => {
  const urls = [genuine.webhookUrl, statusUrl()]
  const answers = new Set<number>()
  const act = async (round: number) => {
    // A refusal may close the connection while the form is still being sent.
    const answer = await postForm(urls[round % 2] as string, form).catch(() => undefined)
    if (answer) answers.add(answer.status)
  }
  await expectGenuineFormsThrough(keepOn(act, 8))
  expect([...answers]).toEqual([refusal])
})

it('while strangers forge forms of accounts that do not exist, under ids of any length', async () => {
  const act = async (round: number) => {
    const AccountSid = `AC${randomBytes(round % 2 ? 16 : 20_000).toString('hex')}`
    const form = new URLSearchParams({ AccountSid, To: '+15550001', From: '+15550002', MessageSid: 'SM1' })
    const signature = 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='
    expect((await postForm(genuine.webhookUrl, form.toString(), { signature })).status).toBe(400)
  }
  await expectGenuineFormsThrough(keepOn(act, 16))
})

it('while strangers post JSON nested 5,000 deep', async () => {
  const body = `{"email":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
  const act = async () => {
    const answer = await fetch(`${stack.apiUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([400, 429]).toContain(answer.status)
  }
  await expectGenuineFormsThrough(keepOn(act))
})

it('while strangers guess passwords from many addresses', async () => {
  const act = async (round: number) => {
    const answer = await fetch(`${stack.apiUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${round % 250}` },
      body: JSON.stringify({ email: 'ann@example.com', password: `guess ${round}` }),
    })
    expect([401, 429]).toContain(answer.status)
  }
  await expectGenuineFormsThrough(keepOn(act))
})

it('while a tenant signs forms whose sid is a message already', async () => {
  await twilio.write(villain, '+15005550006', 'Hello')
  const [hello] = await villain.waitForInbound(1)
  const message = await villain.call<Message>(
    'POST',
    `/messaging/conversations/${hello?.conversationId}/send`,
    { clientId: randomUUID(), body: 'Mine' },
  )
  const own = async () =>
    (await villain.messagesOf(message.conversationId)).find(({ id }) => id === message.id)
  const MessageSid = await waitFor(async () => (await own())?.sid, { what: 'the sid of the reply' })
  const act = async (round: number) => {
    expect((await villain.receive({ MessageSid, Body: `poison ${round}` })).status).toBe(200)
  }
  await expectGenuineFormsThrough(keepOn(act))
  expect((await villain.conversations())[0]?.unreadCount).toBe(1)
})

it('while a tenant signs forms that place somebody at a quarter of a million digits', async () => {
  const Latitude = `${'1'.repeat(250_000)}x`
  const act = async (round: number) => {
    const answer = await villain.receive({
      From: '+15005550008',
      Body: `nowhere ${round}`,
      Latitude,
      Longitude: '1',
    })
    expect(answer.status).toBe(200)
  }
  await expectGenuineFormsThrough(keepOn(act, 1))
  await waitFor(async () => (await villain.inbound()).some(({ content }) => content.body === 'nowhere 0'))
})

it('while somebody’s open transaction holds a conversation', async () => {
  await villain.receive({ From: '+15005550007', Body: 'before the lock' })
  await waitFor(async () =>
    (await villain.inbound()).some(({ content }) => content.body === 'before the lock'),
  )
  const act = async (round: number) => {
    const answer = await villain.receive({ From: '+15005550007', Body: `held ${round}` })
    expect(answer.status).toBe(200)
  }
  // Its end is the lock's end, also when an expectation fails.
  await withDatabase(stack, async (holder) => {
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM conversation WHERE org_id = $1 FOR UPDATE', [villain.orgId])
    await expectGenuineFormsThrough(keepOn(act, 1))
  })
  await waitFor(async () => (await villain.inbound()).some(({ content }) => content.body === 'held 0'))
})

const conversationsOf = ({ orgId }: Tenant) =>
  withDatabase(stack, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM conversation WHERE org_id = $1',
      [orgId],
    )
    return rows[0]?.count ?? 0
  })

it('while one org’s Twilio hangs with hundreds of its replies', async () => {
  const customers = Array.from({ length: 300 }, (_, index) => `+1500556${String(index).padStart(4, '0')}`)
  const before = await conversationsOf(villain)
  for (const from of customers) await villain.receive({ From: from, Body: 'Hi' })
  await twilio.fault({
    kind: 'hang',
    delayMs: 60_000,
    times: null,
    match: { method: 'POST', pathIncludes: villain.account.accountSid },
  })
  await waitFor(async () => (await conversationsOf(villain)) === before + customers.length)
  const waiting = [...customers]
  const replyToAll = async () => {
    for (let to = waiting.pop(); to; to = waiting.pop())
      await villain.call('POST', '/messaging/send', { to, body: 'bulk', clientId: randomUUID() })
  }
  await expectGenuineFormsThrough(Promise.all(Array.from({ length: 4 }, replyToAll)))
  const conversationId = (await genuine.conversations())[0]?.id
  await genuine.call('POST', `/messaging/conversations/${conversationId}/send`, {
    clientId: randomUUID(),
    body: 'not behind them',
  })
  await waitFor(async () => (await twilio.taken(genuine)).length === 1, { what: 'the reply at Twilio' })
})

/** A screen that hears the first words and reads nothing after. */
async function openDeaf(key: string): Promise<Socket> {
  const { port } = new URL(stack.apiUrl)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`GET /api/v1/messaging/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  // The server cuts off who does not read.
  socket.on('error', () => undefined).pause()
  expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 200 [\s\S]*text\/event-stream/)
  return socket
}

it('while screens that never read stay open', async () => {
  const keys = await villain.keysFor(200)
  const deaf = await Promise.all(keys.flatMap((key) => Array.from({ length: 100 }, () => openDeaf(key))))
  const act = async (round: number) => {
    expect((await villain.receive({ Body: `${round} ${'x'.repeat(1_500)}` })).status).toBe(200)
  }
  await expectGenuineFormsThrough(keepOn(act))
  for (const socket of deaf) socket.destroy()
})
