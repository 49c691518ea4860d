import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Thread } from './thread.js'

/** Each paragraph is a message of its own. */
const paragraphs = Array.from({ length: 5 }, (_, index) => `${index} ${'word '.repeat(200)}end`)
const long = paragraphs.join('\n\n')

let stack: Stack
let twilio: SimulatedTwilio
let spare: Tenant[]
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: {
      TWILIO_TIMEOUT_MS: '1000',
      SEND_SETTLE_MS: '2500',
      SEND_BACKOFF_MS: '100',
      SWEEP_INTERVAL_MS: '200',
      SWEEP_AGE_MS: '200',
    },
  })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  spare = await twilio.connect(6)
})
afterAll(() => stack.stop())

beforeEach(async () => {
  tenant = spare.pop() as Tenant
  thread = await Thread.begin(twilio, tenant)
})

const outbound = async () =>
  (await tenant.messagesOf(thread.conversationId)).filter(({ direction }) => direction === 'outbound')

const bodiesTaken = async () => (await twilio.taken(tenant)).map(({ body }) => body)

const untilAllTaken = (count: number) =>
  waitFor(
    async () => {
      const sent = await outbound()
      return sent.length === count && sent.every(({ sid }) => sid !== null) && sent
    },
    { timeoutMs: 60_000, what: `${count} messages that Twilio took` },
  )

describe('a text that is longer than a message', () => {
  it('is stored in parts at once, which say whose they are, and leaves in order', async () => {
    const first = await thread.send(long)
    const parts = await outbound()
    expect(parts[0]).toMatchObject({ id: first.id, clientId: first.clientId })
    expect(parts.map(({ content }) => content)).toEqual(
      paragraphs.map((body) => ({ kind: 'text', v: 1, body })),
    )
    expect(parts.map(({ part }) => part)).toEqual(
      paragraphs.map((_, index) => ({ of: first.id, number: index + 1, count: 5 })),
    )
    expect(parts.map(({ position }) => position - first.position)).toEqual([0, 1, 2, 3, 4])
    await untilAllTaken(5)
    expect(await bodiesTaken()).toEqual(paragraphs)
  })

  it('leaves once, however often it is asked, and another text of its clientId is refused', async () => {
    const clientId = randomUUID()
    const answers = await Promise.all(Array.from({ length: 5 }, () => thread.send(long, clientId)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    for (const body of [paragraphs[0], `${paragraphs[0]}\n\n${paragraphs[1]}`, `${long} more`]) {
      expect(await tenant.refusal('POST', thread.sendPath, { clientId, body })).toMatchObject({ status: 409 })
    }
    await untilAllTaken(5)
    expect(await bodiesTaken()).toEqual(paragraphs)
    // A text is not even split for whoever may not be answered any more, unless it is one of before.
    const close = `UPDATE conversation SET last_inbound_at = now() - interval '25 hours' WHERE org_id = $1`
    await askDatabase(stack, close, [tenant.orgId])
    expect((await thread.send(long, clientId)).id).toBe(answers[0]?.id)
    const late = { clientId: randomUUID(), body: long }
    expect(await tenant.refusal('POST', thread.sendPath, late)).toMatchObject({ code: 'window_closed' })
  })

  it('answers with the first part’s outcome when it is waited for', async () => {
    const asked = { to: '+15005550006', body: long, clientId: 'now', immediate: true }
    const sent = await tenant.call<Message>('POST', '/messaging/send', asked)
    expect(sent).toMatchObject({ sid: expect.stringMatching(/^SM/) as string, part: { number: 1, count: 5 } })
    await untilAllTaken(5)
    expect(await bodiesTaken()).toEqual(paragraphs)
  })

  it('loses only the part that Twilio refuses, which is sent alone again', async () => {
    const match = { method: 'POST', bodyIncludes: '2 word' }
    await twilio.fault({ kind: 'error', status: 400, code: 21617, match })
    await thread.send(long)
    await waitFor(async () => (await bodiesTaken()).length === 4, { timeoutMs: 30_000, what: 'four parts' })
    expect((await outbound()).map(({ status }) => status)).toEqual([
      'queued',
      'queued',
      'failed',
      'queued',
      'queued',
    ])
    const alone = await thread.send(paragraphs[2] as string)
    expect(alone.part).toBeNull()
    await thread.sidOf(alone)
    const rest = paragraphs.filter((_, index) => index !== 2)
    expect(await bodiesTaken()).toEqual([...rest, paragraphs[2]])
  })

  it('is whole, in order and once, when the worker is killed between its parts', async () => {
    await thread.send(long)
    for (let round = 1; round <= 3; round += 1) {
      await twilio.fault({
        kind: round % 2 ? 'accept-then-hang' : 'hang',
        delayMs: 60_000,
        match: { method: 'POST' },
      })
      await waitFor(async () => (await bodiesTaken()).length >= round, { timeoutMs: 30_000, what: 'a part' })
      await stack.processes.worker.kill('SIGKILL')
      await stack.processes.worker.start()
    }
    const sent = await untilAllTaken(5)
    expect(await bodiesTaken()).toEqual(paragraphs)
    expect(sent.map(({ sid }) => sid)).toEqual((await twilio.taken(tenant)).map(({ sid }) => sid))
  })
})
