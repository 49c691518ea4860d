import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import type { ScheduledList, ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import type { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'
import { inMs } from './triage.js'

let threads: Threads
let twilio: SimulatedTwilio
let tenant: Tenant
let thread: Thread

beforeAll(async () => {
  threads = await Threads.prepare(3)
  twilio = threads.twilio
})
beforeEach(async () => {
  ;({ tenant, thread } = await threads.begin())
})

const path = '/messaging/scheduled'
const schedule = (body: string) =>
  tenant.call<ScheduledMessage>('POST', path, {
    conversationId: thread.conversationId,
    clientId: randomUUID(),
    body,
    at: inMs(3_600_000),
  })
const waiting = async () => (await tenant.call<ScheduledList>('GET', path)).items
const makeDue = () =>
  askDatabase(threads.stack, 'UPDATE scheduled_message SET send_at = now() WHERE org_id = $1', [tenant.orgId])
const left = (id: string) =>
  waitFor(async () => (await tenant.messagesOf(thread.conversationId)).find((one) => one.id === id), {
    what: 'that it left',
    timeoutMs: 20_000,
  })

it('STOP is heeded that comes in at the moment at which something is to leave', async () => {
  await schedule('Too late')
  await withDatabase(threads.stack, async (ingestion) => {
    await ingestion.query('BEGIN')
    await ingestion.query('UPDATE contact SET opted_out_at = now() WHERE org_id = $1', [tenant.orgId])
    await ingestion.query('UPDATE conversation SET revision = revision + 1 WHERE org_id = $1', [tenant.orgId])
    await makeDue()
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND query LIKE '%FROM conversation%FOR NO KEY UPDATE%'`
    // It waits for half a second, and comes again.
    await waitFor(async () => (await askDatabase(threads.stack, waits, [])).length > 0, {
      what: 'that it waits for the conversation',
      everyMs: 20,
    })
    await ingestion.query('COMMIT')
  })
  const failed = await waitFor(async () => (await waiting()).find(({ state }) => state === 'failed'), {
    timeoutMs: 20_000,
  })
  expect(failed.error).toMatchObject({ params: { reason: 'opted_out' } })
  expect(await twilio.taken(tenant)).toEqual([])
})

it('STOP holds for what left by itself and waits in line, and for nothing that a member sent', async () => {
  await twilio.fault({
    kind: 'error',
    status: 401,
    code: 20003,
    message: 'Authenticate',
    times: null,
    match: { method: 'POST', pathIncludes: tenant.account.accountSid },
  })
  const asked = await tenant.call<Message>('POST', `${path}/${(await schedule('Sent now')).id}/send`)
  const { id } = await schedule('By itself')
  await makeDue()
  await left(id)
  const behind = await thread.send('Behind it')
  await twilio.write(tenant, '+15005550006', 'STOP')
  await tenant.waitForStored(2)
  const screen = await tenant.openScreen()
  await twilio.call('DELETE', '/faults')
  const { authToken } = tenant.account
  await tenant.call('PATCH', `/chat-accounts/${tenant.chatAccountId}`, { authToken })
  const failed = await thread.settled(await left(id), 'failed')
  expect(failed.error).toMatchObject({ code: 'opted_out_since', step: 'retry', retryable: false })
  await screen.waitFor(
    (event) => event.type === 'message' && event.message.id === id && event.message.status === 'failed',
    'that it failed',
  )
  screen.close()
  await thread.sidOf(asked)
  await thread.sidOf(behind)
  expect((await twilio.taken(tenant)).map(({ body }) => body)).toEqual(['Sent now', 'Behind it'])
})
