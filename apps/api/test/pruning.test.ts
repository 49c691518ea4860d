import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loseQueue, withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    env: { SWEEP_INTERVAL_MS: '100', WEBHOOK_RETENTION_DAYS: '2', EVENT_RETENTION_DAYS: '2' },
  })
})
afterAll(() => stack?.stop())

it('removes what was kept long enough, and nothing that is young, not done or still known by its message', async () => {
  const ann = await Tenant.create(stack)
  for (const sid of ['SMold', 'SMstuck', 'SMyoung']) await ann.receive({ MessageSid: sid })
  await ann.waitForInbound(3)
  const sids = () =>
    withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ sid: string }>('SELECT sid FROM webhook_event ORDER BY position')
      return rows.map(({ sid }) => sid)
    })
  const events = () =>
    withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ seq: string }>(
        'SELECT seq FROM org_event WHERE org_id = $1 ORDER BY seq',
        [ann.orgId],
      )
      return rows.map(({ seq }) => Number(seq))
    })
  const before = await events()
  await withDatabase(stack, async (client) => {
    await client.query(`
      WITH old AS (
        UPDATE webhook_event SET received_at = now() - interval '3 days' WHERE sid IN ('SMold', 'SMstuck') RETURNING *
      )
      INSERT INTO webhook_due (position, org_id, kind, received_at, next_attempt_at)
      SELECT position, org_id, kind, received_at, now() + interval '1 day' FROM old WHERE sid = 'SMstuck'`)
    await client.query(`UPDATE org_event SET at = now() - interval '3 days' WHERE org_id = $1 AND seq < $2`, [
      ann.orgId,
      before.at(-1),
    ])
  })
  await waitFor(async () => (await sids()).length === 2 && (await events()).length === 1)
  expect(await sids()).toEqual(['SMstuck', 'SMyoung'])
  expect(await events()).toEqual(before.slice(-1))

  await ann.receive({ MessageSid: 'SMold', Body: 'again' })
  await ann.receive({ MessageSid: 'SMnew', Body: 'after it' })
  const inbox = await ann.waitForInbound(4)
  expect(inbox.map(({ sid }) => sid)).toEqual(['SMold', 'SMstuck', 'SMyoung', 'SMnew'])
  expect((await events()).at(-1)).toBe((before.at(-1) ?? 0) + 1)
})

it('removes what is due of an org that is gone, and no sweep takes it up', async () => {
  await withDatabase(stack, async (client) => {
    const ann = await Tenant.create(stack)
    await stack.processes.worker.stop()
    await client.query(`
      INSERT INTO webhook_due (position, org_id, kind, received_at)
      VALUES (1000000000, gen_random_uuid(), 'message', now() - interval '1 day')`)
    await ann.receive({})
    await ann.receive({ MessageSid: 'SMkept' })
    await loseQueue(stack)
    await client.query(`UPDATE webhook_due SET received_at = now() - interval '1 minute' WHERE org_id = $1`, [
      ann.orgId,
    ])
    await client.query(`
      UPDATE webhook_due d SET received_at = now() - interval '1 day', next_attempt_at = now() + interval '1 day'
      FROM webhook_event e WHERE (e.position, e.org_id) = (d.position, d.org_id) AND e.sid = 'SMkept'`)
    await stack.processes.worker.start()
    await ann.waitForInbound(1)
    const sweeps = () => stack.processes.worker.output().match(/took up \d+ webhook events/g)
    await waitFor(sweeps, { what: 'the end of the sweep' })
    expect(sweeps()).toEqual(['took up 1 webhook events'])
    const lost = () => client.query('SELECT FROM webhook_due WHERE position = 1000000000')
    await waitFor(async () => (await lost()).rowCount === 0, { what: 'the pruner' })
    expect((await client.query('SELECT FROM webhook_due WHERE org_id = $1', [ann.orgId])).rowCount).toBe(1)
  })
})
