import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const customer = '+15005550006'
const perOrg = 3
/** More than may be in hand for one org. */
const many = Array.from({ length: 3 * perOrg }, (_, index) => `+1500555010${index}`)

let stack: Stack
let twilio: SimulatedTwilio
let spare: Tenant[]
let bulk: Tenant

beforeAll(async () => {
  stack = await startStack({ simulator: true, env: { SEND_CONCURRENCY: String(perOrg) } })
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  spare = await twilio.connect(3)
  for (const tenant of spare) {
    await twilio.write(tenant, customer, 'Are you there?')
    await tenant.waitForInbound(1)
  }
  ;[bulk] = (await twilio.connect(1)) as [Tenant]
  for (const from of many) await twilio.write(bulk, from, 'Are you there?')
  await bulk.waitForInbound(many.length)
  // From here on the API alone sends, and only what is to be sent at once.
  await stack.processes.worker.stop()
})
afterAll(() => stack.stop())

const sendNow = (tenant: Tenant, to = customer) =>
  tenant.call<Message>('POST', '/messaging/send', {
    to,
    body: 'Now',
    clientId: randomUUID(),
    immediate: true,
  })

const faultFor = (tenant: Tenant, fault: Record<string, unknown>) =>
  twilio.fault({ ...fault, times: null, match: { method: 'POST', pathIncludes: tenant.account.accountSid } })

it('a send that must wait for 200 others answers in time, with what is true', async () => {
  const tenant = spare.pop() as Tenant
  await faultFor(tenant, { kind: 'slow', delayMs: 300 })
  const path = `/messaging/conversations/${(await tenant.conversations())[0]?.id}/send`
  for (let index = 0; index < 200; index += 1) {
    await tenant.call('POST', path, { clientId: randomUUID(), body: `reply ${index}` })
  }
  const begun = performance.now()
  expect((await sendNow(tenant)).status).toBe('queued')
  // Twenty seconds, and the call that was under way; all 200 take a minute.
  expect(performance.now() - begun).toBeLessThan(32_000)
}, 120_000)

it('one org’s bulk has its share of what is sent at once, and waits in line for more', async () => {
  const tenant = spare.pop() as Tenant
  await faultFor(bulk, { kind: 'error', status: 429, code: 20429, message: 'Too Many Requests' })
  const path = `/Accounts/${bulk.account.accountSid}/Messages.json`
  const tried = async () => {
    const exchanges = await twilio.call<{ method: string; url: string; requestBody: string }[]>(
      'GET',
      '/exchanges',
    )
    const posts = exchanges.filter(({ method, url }) => method === 'POST' && url.endsWith(path))
    return new Set(posts.map(({ requestBody }) => new URLSearchParams(requestBody).get('To')))
  }
  const answers = many.map((to) => sendNow(bulk, to))
  await waitFor(async () => (await tried()).size >= perOrg, { what: 'calls to Twilio' })
  expect((await sendNow(tenant)).sid).not.toBeNull()
  expect((await tried()).size).toBe(perOrg)
  await twilio.call('DELETE', '/faults')
  for (const { sid } of await Promise.all(answers)) expect(sid).not.toBeNull()
})

it('a stop lets a send that waits for Twilio have its answer at once', async () => {
  const tenant = spare.pop() as Tenant
  await faultFor(tenant, { kind: 'error', status: 429, code: 20429, message: 'Too Many Requests' })
  const answer = sendNow(tenant)
  const struck = async () =>
    (await twilio.call<{ struck: number }[]>('GET', '/faults')).some((fault) => fault.struck > 0)
  await waitFor(struck, { what: 'a call to Twilio' })
  const begun = performance.now()
  const exit = stack.processes.api.kill('SIGTERM')
  expect((await answer).status).toBe('queued')
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(await exit).toEqual({ code: 0, signal: null })
})
