import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, it } from 'vitest'
import { askDatabase, withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

/** More than any look takes in, also after some of them were tried. */
const backlog = 3_000

let stack: Stack
let tenants: Tenant[]
beforeAll(async () => {
  stack = await startStack({ simulator: true, env: { SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '200' } })
  const twilio = new SimulatedTwilio(stack)
  tenants = await twilio.connect(2)
  for (const tenant of tenants) await twilio.write(tenant, '+15005550006', 'Hello')
  for (const tenant of tenants) await tenant.waitForStored(1)
})
afterAll(() => stack.stop())

/** Files of an org's message that were due so many hours ago. */
const leave = (tenant: Tenant | undefined, state: 'waiting' | 'unheard', count: number, hours: number) =>
  askDatabase(
    stack,
    `INSERT INTO media (org_id, id, message_id, url, state, unheard, content_type, kind, bytes, sha256, next_attempt_at)
     SELECT org_id, gen_random_uuid(), id, 'http://127.0.0.1:9/gone', $2::media_state, $2 = 'ready', 'audio/ogg', 'voice',
            1, 'none', now() - $4 * interval '1 hour'
     FROM message, generate_series(1, $3) WHERE org_id = $1 AND direction = 'inbound'`,
    [tenant?.orgId, state === 'waiting' ? 'waiting' : 'ready', count, hours],
  )

it.each(['waiting', 'unheard'] as const)('one org’s backlog hides no file of another: %s', async (state) => {
  const [busy, other] = tenants
  await leave(busy, state, backlog, 48)
  await withDatabase(stack, async (client) => {
    // As if each took for ever: none of them is tried, and all stay due.
    await client.query('BEGIN')
    await client.query('SELECT FROM media WHERE org_id = $1 FOR UPDATE', [busy?.orgId])
    await leave(other, state, 1, 1)
    const tried = () =>
      askDatabase(stack, 'SELECT FROM media WHERE org_id = $1 AND attempts > 0', [other?.orgId])
    await waitFor(async () => (await tried()).length > 0, { what: 'the other org’s file', timeoutMs: 20_000 })
    await client.query('DELETE FROM media')
    await client.query('COMMIT')
  })
})
