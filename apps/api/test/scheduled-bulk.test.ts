import { randomUUID } from 'node:crypto'
import type { ScheduledMessage } from '@cloudpa/contracts/scheduled'
import { waitFor } from '@cloudpa/testing/kit'
import { expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { Threads, type Thread } from './thread.js'
import type { Tenant } from './tenant.js'
import { inMs } from './triage.js'

const bulk = 1_500

const schedule = ({ tenant, thread }: { tenant: Tenant; thread: Thread }, at: string) =>
  tenant.call<ScheduledMessage>('POST', '/messaging/scheduled', {
    conversationId: thread.conversationId,
    clientId: randomUUID(),
    body: 'The kiln is free',
    at,
  })

it('leaves in time while another org’s thousands are gone through', async () => {
  const threads = await Threads.prepare(2)
  const { stack } = threads
  const [crowd, other] = [await threads.begin(), await threads.begin()]
  const { orgId } = crowd.tenant
  const waits = async () => {
    const [row] = await askDatabase<{ count: number }>(
      stack,
      'SELECT count(*)::int AS count FROM scheduled_message WHERE org_id = $1 AND failure IS NULL',
      [orgId],
    )
    return row?.count ?? 0
  }
  try {
    await schedule(crowd, inMs(3_600_000))
    // Behind the window none of them leaves: each costs the look at it alone.
    await askDatabase(
      stack,
      `UPDATE conversation SET last_inbound_at = now() - interval '25 hours' WHERE org_id = $1`,
      [orgId],
    )
    const soon = await schedule(other, inMs(2_000))
    await askDatabase(
      stack,
      `INSERT INTO scheduled_message
       SELECT (jsonb_populate_record(s, jsonb_build_object(
         'id', gen_random_uuid(), 'client_id', gen_random_uuid(), 'send_at', now()))).*
       FROM scheduled_message s, generate_series(1, $2::int) WHERE s.org_id = $1`,
      [orgId, bulk],
    )
    const isThere = async () =>
      (await other.tenant.messagesOf(other.thread.conversationId)).some(({ id }) => id === soon.id)
    await waitFor(isThere, { what: 'that it left', timeoutMs: 60_000 })
    expect(await waits()).toBeGreaterThan(1)
  } finally {
    await askDatabase(stack, 'DELETE FROM scheduled_message WHERE org_id = $1', [orgId])
  }
})
