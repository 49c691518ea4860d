import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
