import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runReconcile } from './run-reconcile.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { TwilioFront } from './twilio-front.js'

let stack: Stack
let front: TwilioFront
let twilio: SimulatedTwilio
let database: pg.Client

beforeAll(async () => {
  front = await TwilioFront.start()
  const env = { TWILIO_API_BASE_URL: front.url, TWILIO_TIMEOUT_MS: '60000', SWEEP_INTERVAL_MS: '200' }
  stack = await startStack({ simulator: true, env: { ...env, RECONCILE_EVERY_MS: '86400000' } })
  front.target = stack.simulatorUrl
  twilio = new SimulatedTwilio(stack)
  database = new pg.Client({ connectionString: stack.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database?.end()
  await stack?.stop()
  front?.stop()
})

const underWay = async () =>
  (await database.query('SELECT FROM catch_up WHERE started_at IS NOT NULL')).rowCount ?? 0

const ask = (tenant: Tenant) =>
  tenant.call<ChatAccount>('POST', `/chat-accounts/${tenant.chatAccountId}/reconcile`, {})

it('however long the histories of others take, a number that was compared before is compared', async () => {
  const [known] = (await twilio.connect(1)) as [Tenant]
  const checkedAt = async () => {
    const path = `/chat-accounts/${known.chatAccountId}`
    return (await known.call<ChatAccount>('GET', path)).catchUp?.checkedAt ?? null
  }
  await waitFor(
    async () => {
      await ask(known)
      return checkedAt()
    },
    { timeoutMs: 20_000, what: 'its history' },
  )
  let letGo = () => {}
  const held = new Promise<void>((done) => (letGo = done))
  front.through = async ({ path }, pass) => {
    if (!path.includes(known.account.accountSid)) await held
    return pass()
  }
  await twilio.connect(6)
  await waitFor(async () => (await underWay()) >= 2, { timeoutMs: 20_000, what: 'two histories' })
  // More than once: a lane that is free for the first may be held up by what comes after it.
  for (const _ of [1, 2, 3]) {
    const before = await checkedAt()
    await ask(known)
    await waitFor(async () => (await checkedAt()) !== before, { timeoutMs: 20_000, what: 'a comparison' })
  }
  expect(await underWay()).toBe(2)
  letGo()
}, 90_000)

it.each([429, 503])(
  'what Twilio answers with %i once is asked again, and the comparison goes on',
  async (status) => {
    const [tenant] = (await twilio.connect(1)) as [Tenant]
    const catchUp = async () =>
      (await tenant.call<ChatAccount>('GET', `/chat-accounts/${tenant.chatAccountId}`)).catchUp
    await waitFor(
      async () => {
        await ask(tenant)
        return (await catchUp())?.checkedAt
      },
      { timeoutMs: 20_000, what: 'its history' },
    )
    // What was asked for meanwhile is over too.
    const idle = `SELECT FROM catch_up WHERE org_id = $1 AND started_at IS NULL AND due_at > now() + interval '1 hour'`
    await waitFor(async () => (await database.query(idle, [tenant.orgId])).rowCount === 1)
    const { accountSid } = tenant.account
    const isOurs = `SELECT claim FROM catch_up WHERE org_id = $1`
    const claimed = async () =>
      (await database.query<{ claim: number }>(isOurs, [tenant.orgId])).rows[0]?.claim ?? 0
    const before = { at: (await catchUp())?.checkedAt, claim: await claimed() }
    await twilio.fault({
      kind: 'error',
      status,
      times: 1,
      match: { method: 'GET', pathIncludes: accountSid },
    })
    await ask(tenant)
    await waitFor(async () => (await catchUp())?.checkedAt !== before.at, { timeoutMs: 20_000 })
    expect((await catchUp())?.problem).toBeNull()
    expect(await claimed()).toBe(before.claim + 1)
  },
  60_000,
)

it('a refusal that stays the same is told once, and is over with the next check of the credentials', async () => {
  const [tenant] = (await twilio.connect(1)) as [Tenant]
  const { accountSid, authToken, externalPhoneId: number } = tenant.account
  const numbers = [{ number, webhookUrl: tenant.webhookUrl }]
  await twilio.call('PUT', `/accounts/${accountSid}`, { authToken: 'another', numbers })
  const rows = async () => {
    const sql = `SELECT problem, started_at, claim,
                        (SELECT count(*)::int FROM org_event WHERE org_id = $1 AND kind = 'chat-account') AS told
                 FROM catch_up WHERE org_id = $1`
    const { rows } = await database.query<{
      problem: { kind: string } | null
      started_at: Date | null
      claim: number
      told: number
    }>(sql, [tenant.orgId])
    return rows[0]
  }
  const refusedAfter = (claim: number) =>
    waitFor(
      async () => {
        const row = await rows()
        // The first comparison may have met the number before Twilio knew it, and been refused for that.
        return row?.problem?.kind === 'mismatch' && !row.started_at && row.claim > claim && row
      },
      { timeoutMs: 20_000, what: 'a refusal' },
    )
  await ask(tenant)
  // The number’s own beginning may be told meanwhile.
  const first = await refusedAfter(0)
  await ask(tenant)
  const second = await refusedAfter(first.claim)
  await ask(tenant)
  const third = await refusedAfter(second.claim)
  expect(third.told).toBe(second.told)
  await twilio.call('PUT', `/accounts/${accountSid}`, { authToken, numbers })
  expect(await tenant.call('POST', `/chat-accounts/${tenant.chatAccountId}/validate`)).toMatchObject({
    ok: true,
  })
  await waitFor(async () => (await rows())?.problem === null, {
    timeoutMs: 20_000,
    what: 'that it is compared again',
  })
}, 60_000)

it('the operator’s command tells of each number, and fails where one was not compared', async () => {
  const [good, off, unproven] = (await twilio.connect(3)) as [Tenant, Tenant, Tenant]
  await off.call('PATCH', `/chat-accounts/${off.chatAccountId}`, { active: false })
  await database.query('UPDATE chat_account SET proven_at = NULL WHERE org_id = $1', [unproven.orgId])
  const lineOf = (printed: string, { account }: Tenant) =>
    printed
      .split('\n')
      .find((line) => line.startsWith(`${account.externalPhoneId.replace('whatsapp:', '')} (`))
  const first = await runReconcile(stack)
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(lineOf(first.stdout, good)).toContain('compared; nothing was missing')
  expect(lineOf(first.stdout, off)).toContain('turned off in Settings')
  expect(lineOf(first.stdout, unproven)).toContain('has not accepted its credentials')

  const { accountSid, externalPhoneId: number } = good.account
  const numbers = [{ number, webhookUrl: good.webhookUrl }]
  await twilio.call('PUT', `/accounts/${accountSid}`, { authToken: 'another', numbers })
  const second = await runReconcile(stack)
  expect(second).toMatchObject({ code: 1, stderr: 'Not compared to the end: 1. The lines above say why.\n' })
  expect(lineOf(second.stdout, good)).toContain('not finished. ')
}, 60_000)
