import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from './database.js'
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
      UPDATE webhook_event SET received_at = now() - interval '3 days',
        done_at = CASE sid WHEN 'SMold' THEN now() END,
        next_attempt_at = CASE sid WHEN 'SMold' THEN now() ELSE now() + interval '1 day' END
      WHERE sid IN ('SMold', 'SMstuck')`)
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
