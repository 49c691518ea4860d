import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import type { ScheduledList, ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Thread } from './thread.js'
import { inMs } from './triage.js'
import { upload } from './upload-file.js'

let stack: Stack
let twilio: SimulatedTwilio
let spare: Tenant[]
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  stack = await startStack({
    simulator: true,
    env: { SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '300', SEND_SETTLE_MS: '1500' },
  })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  spare = await twilio.connect(17)
})
afterAll(() => stack?.stop())
beforeEach(async () => {
  tenant = spare.pop() as Tenant
  thread = await Thread.begin(twilio, tenant)
})

const hour = 3_600_000
const path = '/messaging/scheduled'

type When = { at: string } | { whenWindowOpens: true }
const said = (when: When, more: object = {}) => ({
  conversationId: thread.conversationId,
  clientId: randomUUID(),
  ...('content' in more ? {} : { body: 'The kiln is free' }),
  ...when,
  ...more,
})
const schedule = (when: When, more: object = {}) =>
  tenant.call<ScheduledMessage>('POST', path, said(when, more))
const listed = async () =>
  (await tenant.call<ScheduledList>('GET', `${path}?conversationId=${thread.conversationId}`)).items
const refused = (when: When, more: object = {}) => tenant.refusal('POST', path, said(when, more))

/** Waits until something waits no longer, and gives the message that it became. */
const left = ({ id }: ScheduledMessage): Promise<Message> =>
  waitFor(async () => (await tenant.messagesOf(thread.conversationId)).find((one) => one.id === id), {
    what: 'that it left',
    timeoutMs: 20_000,
  })

const becomes = (id: string, state: ScheduledMessage['state']): Promise<ScheduledMessage> =>
  waitFor(async () => (await listed()).find((one) => one.id === id && one.state === state), {
    what: `${state}`,
    timeoutMs: 20_000,
  })

/** What the customer got with these words. */
const arrived = async (body: string) => (await twilio.taken(tenant)).filter((one) => one.body === body)

const closeWindow = () =>
  askDatabase(
    stack,
    `UPDATE conversation SET last_inbound_at = now() - interval '25 hours' WHERE org_id = $1`,
    [tenant.orgId],
  )

/** Has everything that waits for its time be due. */
const makeDue = () =>
  askDatabase(stack, 'UPDATE scheduled_message SET send_at = now() WHERE org_id = $1', [tenant.orgId])

describe('a message for later', () => {
  it('leaves at its time as a reply of its author’s, is no message before, and every screen hears it', async () => {
    const screen = await tenant.openScreen()
    const at = inMs(2_500)
    const soon = await schedule({ at })
    await schedule({ at: inMs(hour) }, { body: 'An hour later' })
    expect(soon).toMatchObject({
      state: 'waiting',
      error: null,
      when: { kind: 'at', at },
      author: { kind: 'api_key' },
      content: { kind: 'text', body: 'The kiln is free' },
    })
    await screen.waitFor(({ type }) => type === 'scheduled', 'that it waits')
    // What waits holds nobody up.
    await thread.sidOf(await thread.send('Meanwhile'))
    expect((await listed()).map(({ id }) => id)).toContain(soon.id)
    const message = await left(soon)
    expect(message).toMatchObject({ clientId: soon.clientId, content: soon.content, author: soon.author })
    const [{ isEarly } = { isEarly: true }] = await askDatabase<{ isEarly: boolean }>(
      stack,
      'SELECT occurred_at < $2::timestamptz AS "isEarly" FROM message WHERE org_id = $1 AND id = $3',
      [tenant.orgId, at, soon.id],
    )
    expect(isEarly).toBe(false)
    await thread.sidOf(message)
    expect(await arrived('The kiln is free')).toHaveLength(1)
    expect((await listed()).map(({ content }) => content.body)).toEqual(['An hour later'])
    expect(screen.events.filter(({ type }) => type === 'scheduled').length).toBeGreaterThan(1)
    screen.close()
  })

  it('is one, however often it is asked for', async () => {
    const input = said({ at: inMs(hour) })
    const asked = await Promise.all(
      [1, 2, 3, 4].map(() => tenant.call<ScheduledMessage>('POST', path, input)),
    )
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
    expect(await listed()).toHaveLength(1)
    expect(await tenant.refusal('POST', path, { ...input, body: 'Something else' })).toMatchObject({
      status: 409,
      code: 'conflict',
    })
    const [one] = asked as [ScheduledMessage]
    await tenant.call('POST', `${path}/${one.id}/send`)
    expect(await tenant.refusal('POST', path, input)).toMatchObject({ status: 409 })
    await thread.sidOf(await left(one))
    expect(await arrived('The kiln is free')).toHaveLength(1)
  })

  it('is refused at a time that can’t be, and in a conversation of somebody else', async () => {
    const other = spare.at(-1) as Tenant
    expect(await refused({ at: inMs(-1_000) })).toMatchObject({ status: 400 })
    expect(await refused({ at: inMs(370 * 24 * hour) })).toMatchObject({ status: 400 })
    expect(await refused({ at: inMs(hour) }, { whenWindowOpens: true })).toMatchObject({ status: 400 })
    expect(await other.refusal('POST', path, said({ at: inMs(hour) }))).toMatchObject({ status: 404 })
    const mine = await schedule({ at: inMs(hour) })
    expect(await other.refusal('DELETE', `${path}/${mine.id}`)).toMatchObject({ status: 404 })
    expect(await other.refusal('POST', `${path}/${mine.id}/send`)).toMatchObject({ status: 404 })
    expect(await other.call('GET', `${path}?conversationId=${thread.conversationId}`)).toEqual({ items: [] })
    expect(await listed()).toEqual([mine])
  })

  it('is given back by who cancels it, or has left: never both', async () => {
    const kept = await schedule({ at: inMs(hour) })
    expect(await tenant.call('DELETE', `${path}/${kept.id}`)).toEqual(kept)
    expect(await tenant.refusal('DELETE', `${path}/${kept.id}`)).toMatchObject({ status: 404 })
    const at = inMs(1_500)
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, n) => schedule({ at }, { body: `Race ${n}` })),
    )
    await left(many[0] as ScheduledMessage)
    const answers = await Promise.all(
      many.map(async ({ id }) => (await tenant.fetch('DELETE', `${path}/${id}`)).status),
    )
    expect(answers[0]).toBe(409)
    await waitFor(async () => (await listed()).length === 0)
    const messages = await tenant.messagesOf(thread.conversationId)
    for (const [n, { id }] of many.entries())
      expect([n, answers[n]]).toEqual([n, messages.some((one) => one.id === id) ? 409 : 200])
  })
})

describe('when its time comes', () => {
  it('stays unsent with a reason if the window has closed by then, until somebody sends it', async () => {
    const one = await schedule({ at: inMs(1_500) })
    await closeWindow()
    const failed = await becomes(one.id, 'failed')
    expect(failed.error).toMatchObject({ code: 'window_closed', params: { reason: 'window_over' } })
    expect(failed.error?.message).toContain('24 hours')
    expect(await tenant.refusal('POST', `${path}/${one.id}/send`)).toMatchObject({ code: 'window_closed' })
    await twilio.write(tenant, '+15005550006', 'Hello again')
    await tenant.waitForStored(2)
    expect(await listed()).toEqual([failed])
    await tenant.call('POST', `${path}/${one.id}/send`)
    await thread.sidOf(await left(one))
  })

  it('and the customer asked not to be written to, it stays and says so', async () => {
    const waiting = await schedule({ at: inMs(hour) })
    await twilio.write(tenant, '+15005550006', 'STOP')
    await tenant.waitForStored(2)
    await makeDue()
    expect((await becomes(waiting.id, 'failed')).error).toMatchObject({ params: { reason: 'opted_out' } })
    expect(await arrived('The kiln is free')).toEqual([])
  })

  it.each(['before', 'after'])(
    'and a restored database forgot that it left, it goes out once, %s Twilio’s list told of it',
    async (when) => {
      const waiting = await schedule({ at: inMs(hour) })
      await makeDue()
      await thread.sidOf(await left(waiting))
      const forget =
        when === 'before'
          ? `DELETE FROM message WHERE org_id = $1 AND id = $2 RETURNING *`
          : `UPDATE message SET id = gen_random_uuid(), author_kind = 'elsewhere', author_id = NULL, client_id = NULL
             WHERE org_id = $1 AND id = $2 RETURNING *`
      await askDatabase(
        stack,
        `WITH gone AS (${forget})
         INSERT INTO scheduled_message (org_id, id, conversation_id, author_kind, author_id, client_id, created_at, send_at,
                                        body, to_send, after_position)
         SELECT org_id, $2, conversation_id, $3::author_kind, $4::uuid, $5, occurred_at - interval '5 minutes', now(), body,
                jsonb_build_object('kind', 'text', 'body', body), 0 FROM gone`,
        [
          tenant.orgId,
          waiting.id,
          waiting.author.kind,
          'id' in waiting.author ? waiting.author.id : null,
          waiting.clientId,
        ],
      )
      await waitFor(async () => (await listed()).length === 0, { what: 'that it left' })
      const ours = async () =>
        (await tenant.messagesOf(thread.conversationId)).filter(({ direction }) => direction === 'outbound')
      await waitFor(async () => (await ours()).every(({ sid }) => sid !== null), {
        what: 'its sid',
        timeoutMs: 20_000,
      })
      expect(await ours()).toHaveLength(1)
      expect(await arrived('The kiln is free')).toHaveLength(1)
    },
  )

  it('and the number is off, it stays and says so', async () => {
    const one = await schedule({ at: inMs(1_500) })
    await tenant.call('PATCH', `/chat-accounts/${tenant.chatAccountId}`, { active: false })
    expect((await becomes(one.id, 'failed')).error).toMatchObject({ params: { reason: 'number_off' } })
  })

  it('and the worker is killed just then, or two are at it, each leaves once, in its order', async () => {
    const threads = [thread, ...(await moreThreads(2))]
    const at = inMs(hour)
    const inputs = threads.flatMap(({ conversationId }, t) =>
      Array.from({ length: 8 }, (_, n) => said({ at }, { conversationId, body: `At once ${t} ${n}` })),
    )
    for (const input of inputs) await tenant.call('POST', path, input)
    await makeDue()
    const stored = () =>
      askDatabase<{ body: string }>(
        stack,
        `SELECT body FROM message WHERE org_id = $1 AND direction = 'outbound' ORDER BY position`,
        [tenant.orgId],
      )
    await waitFor(async () => (await stored()).length > 0, { what: 'the first', timeoutMs: 20_000 })
    await stack.processes.worker.kill('SIGKILL')
    const [other] = await Promise.all([stack.addWorker(), stack.processes.worker.start()])
    await waitFor(async () => (await stored()).length === inputs.length, { what: 'all', timeoutMs: 30_000 })
    for (const t of threads.keys()) {
      const of = (await stored()).filter(({ body }) => body.startsWith(`At once ${t} `))
      expect(of.map(({ body }) => body)).toEqual(Array.from({ length: 8 }, (_, n) => `At once ${t} ${n}`))
    }
    expect(await tenant.call('GET', path)).toEqual({ items: [] })
    const bodies = new Set(inputs.map(({ body }) => body))
    const taken = async () => (await twilio.taken(tenant)).filter(({ body }) => bodies.has(body))
    await waitFor(async () => (await taken()).length >= inputs.length, { timeoutMs: 30_000 })
    expect((await taken()).map(({ body }) => body).sort()).toEqual([...bodies].sort())
    await other.stop()
  })

  it('and somebody holds its conversation, others leave meanwhile, and it leaves then', async () => {
    const [free] = await moreThreads(1)
    const at = inMs(hour)
    const held = await schedule({ at })
    const other = await schedule({ at }, { conversationId: free?.conversationId })
    await withDatabase(stack, async (stranger) => {
      await stranger.query('BEGIN')
      const hold = 'SELECT 1 FROM conversation WHERE id = $1 FOR NO KEY UPDATE'
      await stranger.query(hold, [thread.conversationId])
      await makeDue()
      const messages = () => tenant.messagesOf(free?.conversationId ?? '')
      await waitFor(async () => (await messages()).some(({ id }) => id === other.id), { timeoutMs: 20_000 })
      expect(await listed()).toMatchObject([{ id: held.id, state: 'waiting' }])
      await stranger.query('ROLLBACK')
      await left(held)
    })
  })

  /** Other customers of the same number. */
  async function moreThreads(count: number): Promise<Pick<Thread, 'conversationId'>[]> {
    for (let n = 0; n < count; n += 1) await twilio.write(tenant, `+1500555100${n}`, 'Hello')
    await tenant.waitForStored(1 + count)
    return (await tenant.conversations())
      .filter(({ id }) => id !== thread.conversationId)
      .map(({ id }) => ({ conversationId: id }))
  }
})

describe('what waits for the customer', () => {
  it('leaves when they write, and not before', async () => {
    await closeWindow()
    const [first, second] = [
      await schedule({ whenWindowOpens: true }, { body: 'First' }),
      await schedule({ whenWindowOpens: true }, { body: 'Second' }),
    ]
    expect(first.when).toEqual({ kind: 'window_opens' })
    // Something else happens meanwhile, which is no word of theirs.
    await tenant.call('POST', `/messaging/conversations/${thread.conversationId}/star`, { starred: true })
    const timed = await schedule({ at: inMs(1_000) }, { body: 'Timed' })
    await becomes(timed.id, 'failed')
    expect((await listed()).map(({ state }) => state)).toEqual(['failed', 'waiting', 'waiting'])
    await twilio.write(tenant, '+15005550006', 'I am back')
    const messages = [await left(first), await left(second)]
    expect(messages[0]?.position).toBeLessThan(messages[1]?.position ?? 0)
    await thread.sidOf(messages[1] as Message)
    expect(await arrived('First')).toHaveLength(1)
    expect(await listed()).toMatchObject([{ id: timed.id, state: 'failed' }])
  })

  it('waits for their next word where the window is open', async () => {
    const one = await schedule({ whenWindowOpens: true })
    await thread.sidOf(await thread.send('Now'))
    expect(await listed()).toEqual([one])
    await twilio.write(tenant, '+15005550006', 'Thanks')
    await left(one)
  })

  it('leaves at once where they wrote since what its author knew of', async () => {
    const [known] = await tenant.inbound()
    await twilio.write(tenant, '+15005550006', 'One more thing')
    const newest = (await tenant.waitForInbound(2)).find(({ id }) => id !== known?.id)
    const behind = (afterMessageId?: string) =>
      schedule({ whenWindowOpens: true }, { body: `Behind ${afterMessageId}`, afterMessageId })
    const waiting = [await behind(newest?.id), await behind(randomUUID())]
    await left(await behind(known?.id))
    expect(await listed()).toEqual(waiting)
  })

  it('leaves then where somebody held it when they wrote', async () => {
    const one = await schedule({ whenWindowOpens: true })
    await withDatabase(stack, async (stranger) => {
      await stranger.query('BEGIN')
      await stranger.query('SELECT FROM scheduled_message WHERE id = $1 FOR UPDATE', [one.id])
      await twilio.write(tenant, '+15005550006', 'Thanks')
      await tenant.waitForStored(2)
      const looks = async () =>
        (
          await askDatabase<{ count: number }>(
            stack,
            `SELECT (seq_scan + idx_scan)::int AS count FROM pg_stat_user_tables WHERE relname = 'scheduled_message'`,
            [],
          )
        )[0]?.count ?? 0
      const before = await looks()
      await waitFor(async () => (await looks()) > before + 30, {
        what: 'that it was looked several times',
        timeoutMs: 20_000,
      })
      expect(await listed()).toMatchObject([{ id: one.id, state: 'waiting' }])
      await stranger.query('ROLLBACK')
    })
    await left(one)
  })
})

describe('a file that waits', () => {
  const pdf = { content: '%PDF-1.4\n%', contentType: 'application/pdf', name: 'prices.pdf' }

  it('is nobody else’s, stays however long it takes, and leaves with its message', async () => {
    const medium = await upload(stack, tenant, pdf)
    const content = { kind: 'document', media: [{ id: medium.id }] }
    const one = await schedule({ at: inMs(hour) }, { content })
    expect(one.content).toMatchObject({ kind: 'document', media: [{ id: medium.id, name: 'prices.pdf' }] })
    // Sent now by somebody, it is another copy.
    const now = await tenant.call<Message>('POST', thread.sendPath, { clientId: randomUUID(), content })
    await thread.sidOf(now)
    expect(JSON.stringify(now.content)).not.toContain(medium.id)
    const unsent = await upload(stack, tenant, { ...pdf, name: 'never.pdf' })
    await askDatabase(stack, `UPDATE media SET created_at = now() - interval '3 days' WHERE org_id = $1`, [
      tenant.orgId,
    ])
    await waitFor(async () => (await tenant.fetch('GET', `/media/${unsent.id}`)).status === 404, {
      what: 'that the sweeper was there',
      timeoutMs: 20_000,
    })
    const message = await tenant.call<Message>('POST', `${path}/${one.id}/send`)
    expect(message.content).toMatchObject({ kind: 'document', media: [{ id: medium.id }] })
    await thread.sidOf(message)
  })

  it('is an upload again once that is cancelled', async () => {
    const medium = await upload(stack, tenant, pdf)
    const content = { kind: 'document', media: [{ id: medium.id }] }
    const one = await schedule({ at: inMs(hour) }, { content })
    await tenant.call('DELETE', `${path}/${one.id}`)
    const now = await tenant.call<Message>('POST', thread.sendPath, { clientId: randomUUID(), content })
    expect(now.content).toMatchObject({ media: [{ id: medium.id }] })
  })
})
