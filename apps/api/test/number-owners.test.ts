import { randomBytes, randomUUID } from 'node:crypto'
import type { ChatAccount } from '@cloudpa/contracts/chat-accounts'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

// Whose a form is, and what of that is remembered, when numbers are many or change under each other's hands.

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const phone = () => `+1555${String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')}`
const bodiesOf = async (tenant: Tenant) => (await tenant.inbound()).map(({ content }) => content.body)

async function rowOf(client: pg.Client, id: string) {
  const { rows } = await client.query<{ removed: boolean; token: string | null; xmax: string }>(
    'SELECT removed_at IS NOT NULL AS removed, auth_token_sealed AS token, xmax FROM chat_account WHERE id = $1',
    [id],
  )
  return rows[0]
}

/** Until as many connections as that wait for a lock. */
const untilWaiting = (client: pg.Client, count: number) =>
  waitFor(async () => {
    await client.query('SELECT pg_stat_clear_snapshot()')
    const { rowCount } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rowCount === count
  })

describe('a Twilio account with 1,005 numbers', () => {
  it('has each of them answered, the last one too', async () => {
    const tenant = await Tenant.create(stack)
    await withDatabase(stack, (client) =>
      client.query(
        `INSERT INTO chat_account
           (org_id, id, external_phone_id, address, account_sid, proven_at, created_at, updated_at)
         SELECT $1, gen_random_uuid(), number, number, $2, '2020-01-01', '2020-01-01', now()
         FROM generate_series(1, 1004) AS n, LATERAL (SELECT '+1666' || lpad(n::text, 7, '0') AS number) AS made`,
        [tenant.orgId, tenant.account.accountSid],
      ),
    )
    expect((await tenant.receive({ Body: 'to the last' })).status).toBe(200)
    expect((await tenant.waitForInbound(1))[0]?.content.body).toBe('to the last')
  })
})

describe('what is remembered of a number', () => {
  it('stays when others change theirs, and when a claim of theirs can’t be proven', async () => {
    const [ann, bob, carol] = (await Tenant.createMany(stack, [{}, {}, {}])) as [Tenant, Tenant, Tenant]
    const { accountSid, authToken } = bob.account
    await new SimulatedTwilio(stack).call('PUT', `/accounts/${accountSid}`, { authToken })
    const messagingServiceSid = `MG${randomBytes(16).toString('hex')}`
    const claim = { externalPhoneId: phone(), accountSid, authToken }
    const hopeless = await bob.call<ChatAccount>('POST', '/chat-accounts', { ...claim, messagingServiceSid })
    const own = await carol.call<ChatAccount>('POST', '/chat-accounts', claim)
    expect(await carol.call('POST', `/chat-accounts/${own.id}/validate`, {})).toMatchObject({ ok: true })

    expect((await ann.receive({ Body: 'first' })).status).toBe(200)
    await withDatabase(stack, async (client) => {
      // Nobody is told, so that only who asks the database again knows of it.
      await client.query('UPDATE chat_account SET active = false WHERE id = $1', [ann.chatAccountId])
      const before = await rowOf(client, hopeless.id)
      const form = { To: phone(), MessagingServiceSid: messagingServiceSid, Body: 'for nobody' }
      for (let index = 0; index < 3; index += 1) expect((await bob.receive(form)).status).toBe(400)
      expect(await rowOf(client, hopeless.id)).toEqual(before)
    })
    await bob.call('PATCH', `/chat-accounts/${hopeless.id}`, { name: 'Studio' })
    expect((await ann.receive({ Body: 'second' })).status).toBe(200)
    await ann.waitForInbound(2)
    await ann.call('PATCH', `/chat-accounts/${ann.chatAccountId}`, { name: 'Studio' })
    expect((await ann.receive({ Body: 'switched off' })).status).toBe(200)
    await ann.call('PATCH', `/chat-accounts/${ann.chatAccountId}`, { active: true })
    expect((await ann.receive({ Body: 'third' })).status).toBe(200)
    await ann.waitForInbound(3)
    expect((await bodiesOf(ann)).toSorted()).toEqual(['first', 'second', 'third'])
  })
})

describe('a number that is removed', () => {
  it('gets no token from a change that waited meanwhile', async () => {
    const tenant = await Tenant.create(stack)
    const path = `/chat-accounts/${tenant.chatAccountId}`
    await withDatabase(stack, async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT FROM chat_account WHERE id = $1 FOR UPDATE', [tenant.chatAccountId])
      const removal = tenant.fetch('DELETE', path)
      await untilWaiting(client, 1)
      const change = tenant.fetch('PATCH', path, { authToken: 'another-token' })
      await untilWaiting(client, 2)
      await client.query('COMMIT')
      expect([(await removal).status, (await change).status]).toEqual([204, 404])
      expect(await rowOf(client, tenant.chatAccountId)).toMatchObject({ removed: true, token: null })
    })
  })

  it('and added again is not removed by a tab that meant the one before', async () => {
    const tenant = await Tenant.create(stack)
    const { chatAccountId } = tenant
    await withDatabase(stack, async (client) => {
      await client.query('BEGIN')
      await client.query('SELECT FROM org WHERE id = $1 FOR NO KEY UPDATE', [tenant.orgId])
      await client.query(
        'UPDATE chat_account SET removed_at = now(), auth_token_sealed = NULL WHERE id = $1',
        [chatAccountId],
      )
      const stale = tenant.fetch('DELETE', `/chat-accounts/${chatAccountId}`)
      await untilWaiting(client, 1)
      const token = randomUUID()
      await client.query('UPDATE chat_account SET removed_at = NULL, auth_token_sealed = $2 WHERE id = $1', [
        chatAccountId,
        token,
      ])
      await client.query('COMMIT')
      expect((await stale).status).toBe(404)
      expect(await rowOf(client, chatAccountId)).toMatchObject({ removed: false, token })
    })
  })
})
