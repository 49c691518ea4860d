import { randomUUID } from 'node:crypto'
import type { LiveEvent } from '@cloudpa/contracts/events'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { postForm } from './post-form.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { TwilioFront } from './twilio-front.js'

const askAfterMs = 300

let stack: Stack
let front: TwilioFront
let twilio: SimulatedTwilio
let database: pg.Client

beforeAll(async () => {
  front = await TwilioFront.start()
  stack = await startStack({
    simulator: true,
    env: {
      TWILIO_API_BASE_URL: front.url,
      TWILIO_TIMEOUT_MS: '60000',
      STATUS_ASK_AFTER_MS: String(askAfterMs),
      // Twilio is asked ten times more seldom.
      SWEEP_INTERVAL_MS: '60',
    },
  })
  front.target = stack.simulatorUrl
  await stack.addWorker()
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await stack.stop()
  front.stop()
})
beforeEach(() => {
  front.calls.length = 0
  front.through = (_, pass) => pass()
})

/** Orgs with as many replies each, which Twilio took and says nothing more of. */
async function tenantsWithReplies(count: number, replies: number): Promise<Tenant[]> {
  const tenants = await twilio.connect(count)
  for (const tenant of tenants) {
    await twilio.write(tenant, '+15005550006', 'Are you there?')
    const [inbound] = await tenant.waitForInbound(1)
    const path = `/messaging/conversations/${inbound?.conversationId}/send`
    for (let index = 0; index < replies; index += 1)
      await tenant.call('POST', path, { clientId: randomUUID(), body: 'Yes' })
  }
  return tenants
}

/** A report that Twilio makes and that never arrives. */
async function reportInVain(sid: string, status: string, errorCode?: number): Promise<void> {
  await twilio.call('POST', `/messages/${sid}/status`, {
    status,
    callbackUrl: 'http://127.0.0.1:9/',
    ...(errorCode ? { errorCode } : {}),
  })
}

const takenOf = (tenant: Tenant, count = 1) =>
  waitFor(
    async () => {
      const taken = await twilio.taken(tenant)
      return taken.length === count && taken
    },
    { timeoutMs: 30_000, what: `${count} replies at Twilio` },
  )

async function repliesOf(tenant: Tenant): Promise<Message[]> {
  const [conversation] = await tenant.conversations()
  const messages = await tenant.everyMessage(conversation?.id ?? '')
  return messages.filter(({ direction }) => direction === 'outbound')
}

const shownAs = (tenant: Tenant, status: string) =>
  waitFor(
    async () => {
      const wrong = (await repliesOf(tenant)).find((message) => message.status !== status)
      if (wrong) throw new Error(`one is ${wrong.status}`)
      return true
    },
    { timeoutMs: 20_000, what: `status ${status}` },
  )

const questionsAbout = (text: string) =>
  front.calls.filter(({ method, path }) => method === 'GET' && path.includes(text)).length

it('an end that Twilio never reported is asked for, shown with its price, and asked for no more', async () => {
  front.through = async ({ method }, pass) => {
    const answer = await pass()
    if (method !== 'GET') return answer
    const told = { ...(JSON.parse(answer.body) as object), price: '-0.00500', price_unit: 'USD' }
    return { ...answer, body: JSON.stringify(told) }
  }
  const [ann, tom] = (await tenantsWithReplies(2, 1)) as [Tenant, Tenant]
  const [[one], [other]] = [await takenOf(ann), await takenOf(tom)]
  const screen = await ann.openScreen()
  await reportInVain(one?.sid ?? '', 'delivered')
  await reportInVain(other?.sid ?? '', 'undelivered', 63024)
  await shownAs(ann, 'delivered')
  await shownAs(tom, 'failed')
  expect((await repliesOf(tom))[0]?.error).toMatchObject({ code: '63024' })
  await screen.waitFor(
    (event) => event.type === 'message' && event.message.status === 'delivered',
    'the change on a screen',
  )
  const priced = (event: LiveEvent) => event.type === 'message' && event.message.price !== null
  expect(await screen.waitFor(priced, 'its price on a screen')).toMatchObject({
    message: { price: { amount: '0.005', currency: 'USD' } },
  })
  screen.close()
  const open = `SELECT FROM message WHERE org_id = ANY($1) AND status_asked_at IS NOT NULL`
  expect((await database.query(open, [[ann.orgId, tom.orgId]])).rowCount).toBe(0)
})

it('what does not come to an end is asked for three times, by whichever worker, and then left alone', async () => {
  const [ann] = (await tenantsWithReplies(1, 5)) as [Tenant]
  const taken = await takenOf(ann, 5)
  for (const { sid } of taken) await reportInVain(sid, 'sent')
  const given = () =>
    database.query(
      `SELECT FROM message WHERE org_id = $1 AND status_asks = 3 AND status_asked_at IS NULL AND status = 'sent'`,
      [ann.orgId],
    )
  await waitFor(async () => (await given()).rowCount === 5, { timeoutMs: 30_000, what: 'the last question' })
  // Put back, they are due at once, so that whoever asks without counting would be heard now.
  await database.query(
    `UPDATE message SET status_asked_at = now() - interval '1 day', status_asks = 2 WHERE org_id = $1`,
    [ann.orgId],
  )
  await waitFor(async () => (await given()).rowCount === 5, { what: 'the last question again' })
  // A question is counted before it is asked.
  await expect.poll(() => taken.map(({ sid }) => questionsAbout(sid))).toEqual([4, 4, 4, 4, 4])
})

it('an org whose Twilio hangs, and one whose token is wrong, delay nobody else', async () => {
  const [hanging, wrong, well] = (await tenantsWithReplies(3, 12)) as [Tenant, Tenant, Tenant]
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  front.through = async ({ method, path }, pass) => {
    if (method === 'GET' && path.includes(hanging.account.accountSid)) await held
    return pass()
  }
  for (const tenant of [hanging, wrong]) await takenOf(tenant, 12)
  front.calls.length = 0
  const authToken = 'another'
  await twilio.call('PUT', `/accounts/${wrong.account.accountSid}`, { authToken, numbers: [] })
  for (const { sid } of await takenOf(well, 12)) await reportInVain(sid, 'delivered')
  await shownAs(well, 'delivered')
  // Two workers, and each asks one question of an org at a time.
  expect(questionsAbout(hanging.account.accountSid)).toBeLessThanOrEqual(2)
  expect((await repliesOf(wrong)).every(({ status }) => status === 'queued')).toBe(true)
  letGo()
})

it('an answer that was overtaken undoes nothing, and a message that Twilio deleted is left alone', async () => {
  const [ann, tom] = (await tenantsWithReplies(2, 1)) as [Tenant, Tenant]
  const [[one], [gone]] = [await takenOf(ann), await takenOf(tom)]
  let overtaken = 0
  front.through = async (call, pass) => {
    if (call.method !== 'GET') return pass()
    if (call.path.includes(gone?.sid ?? '')) return { status: 404, body: '{"code":20404,"status":404}' }
    if (!call.path.includes(one?.sid ?? '')) return pass()
    const answer = await pass()
    const form = `MessageSid=${one?.sid}&MessageStatus=read&AccountSid=${ann.account.accountSid}`
    await postForm(one?.statusCallback ?? '', form, ann.account)
    await shownAs(ann, 'read')
    overtaken += 1
    return answer
  }
  await waitFor(() => overtaken > 0, { what: 'a question' })
  const left = `SELECT FROM message WHERE org_id = $1 AND status_asked_at IS NULL AND direction = 'outbound'`
  await waitFor(async () => (await database.query(left, [tom.orgId])).rowCount === 1)
  await database.query(`UPDATE message SET status_asked_at = now() - interval '1 day' WHERE org_id = $1`, [
    ann.orgId,
  ])
  await waitFor(() => overtaken > 1, { what: 'one more question' })
  expect((await repliesOf(ann)).map(({ status }) => status)).toEqual(['read'])
  expect((await repliesOf(tom)).map(({ status }) => status)).toEqual(['queued'])
  expect(questionsAbout(gone?.sid ?? '')).toBe(1)
})

it('what Twilio says of an attempt says nothing of the one after it', async () => {
  const [ann] = (await tenantsWithReplies(1, 1)) as [Tenant]
  const [taken] = await takenOf(ann)
  const sid = taken?.sid ?? ''
  const another = `${sid.slice(0, -4)}next`
  front.through = async ({ method, path }, pass) => {
    if (method !== 'GET' || !path.includes(sid)) return pass()
    await database.query(`UPDATE message SET sid = $1, status = 'sent' WHERE org_id = $2 AND sid = $3`, [
      another,
      ann.orgId,
      sid,
    ])
    const answer = await pass()
    const told = { ...(JSON.parse(answer.body) as object), status: 'failed', error_code: 63024 }
    return { ...answer, body: JSON.stringify(told) }
  }
  // An org's questions come one after another: by then the answer to the first was read.
  await waitFor(() => questionsAbout(another) > 0, { timeoutMs: 20_000, what: 'the next question' })
  expect((await repliesOf(ann)).map((reply) => [reply.status, reply.sid, reply.error])).toEqual([
    ['sent', another, null],
  ])
})

it('questions that Twilio refused, as for a wrong token, do not count', async () => {
  const [ann] = (await tenantsWithReplies(1, 1)) as [Tenant]
  const [taken] = await takenOf(ann)
  const { accountSid } = ann.account
  const { authToken } = ann.account
  await twilio.call('PUT', `/accounts/${accountSid}`, { authToken: 'another', numbers: [] })
  // More often than an unfinished message is asked for at all.
  await waitFor(() => questionsAbout(taken?.sid ?? '') > 3, { timeoutMs: 30_000, what: 'a fourth question' })
  await reportInVain(taken?.sid ?? '', 'delivered')
  await twilio.call('PUT', `/accounts/${accountSid}`, { authToken, numbers: [] })
  await shownAs(ann, 'delivered')
}, 60_000)
