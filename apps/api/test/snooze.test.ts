import { randomUUID } from 'node:crypto'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addUnreadCustomers } from './add-customers.js'
import { askDatabase, withDatabase } from './database.js'
import { Tenant } from './tenant.js'
import { inMs, Inbox, tells } from './triage.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: { SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '500' } })
})
afterAll(() => stack?.stop())

const hour = 3_600_000

describe('a customer who writes', () => {
  const away = [
    ['done', { kind: 'done' }],
    ['snoozed', { kind: 'snooze', until: inMs(hour) }],
    ['snoozed until they write', { kind: 'snooze', until: null }],
  ] as const

  it.each(away)('brings back what is %s, and every screen hears why', async (_, act) => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    await inbox.act(id, act)
    const screen = await inbox.tenant.openScreen()
    await inbox.hear(0, 'One more thing')
    const told = await screen.waitFor(
      tells(id, ({ state }) => state === 'open'),
      'its return',
    )
    expect(told).toMatchObject({ conversation: { returned: 'wrote', snoozedUntil: null, unreadCount: 2 } })
    expect(await inbox.find('all')).toEqual([id])
    expect(await inbox.counts()).toMatchObject({ all: 1, snoozed: 0, unread: 1 })
    screen.close()
    // They go on writing: it is still back for the same reason.
    await inbox.hear(0, 'And another')
    expect(await inbox.now(id)).toMatchObject({ state: 'open', returned: 'wrote' })
  })

  /** Stores a message that no job takes up, until its time comes: then the sweeper's lane does. */
  async function keepBack(inbox: Inbox, sid: string): Promise<() => Promise<void>> {
    await stack.processes.worker.stop()
    await inbox.tenant.receive({ MessageSid: sid, From: 'whatsapp:+15005551000', Body: sid })
    const put = (when: string) =>
      askDatabase(
        stack,
        `UPDATE webhook_due d SET next_attempt_at = ${when} FROM webhook_event e
         WHERE (e.position, e.org_id) = (d.position, d.org_id) AND e.sid = $1 RETURNING 1`,
        [sid],
      )
    expect(await put(`now() + interval '1 hour'`)).toHaveLength(1)
    await stack.processes.worker.start()
    return async () => {
      await put('now()')
      await inbox.tenant.waitForSid(sid)
    }
  }

  it('brings it back by the sweeper’s lane too', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    await inbox.act(ids[0] ?? '', { kind: 'done' })
    const takeUp = await keepBack(inbox, `SM${randomUUID()}`)
    await takeUp()
    expect(await inbox.now(ids[0])).toMatchObject({ state: 'open', returned: 'wrote', unreadCount: 2 })
  })

  it.each(away)('does not by an older message that is brought late: %s', async (_, act) => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const takeUp = await keepBack(inbox, `SM${randomUUID()}`)
    await inbox.hear(0, 'Written later')
    const { snoozedUntil, state } = await inbox.act(id, act)
    await takeUp()
    expect(await inbox.now(id)).toMatchObject({ state, snoozedUntil, returned: null, unreadCount: 3 })
    await inbox.hear(0, 'Now')
    expect(await inbox.now(id)).toMatchObject({ state: 'open', returned: 'wrote', unreadCount: 4 })
  })
})

describe('a snooze', () => {
  it('ends at its time, and not before, and every screen hears it', async () => {
    const { inbox, ids } = await Inbox.open(stack, 2)
    const [soon = '', later = ''] = ids
    const screen = await inbox.tenant.openScreen()
    const { snoozedUntil } = await inbox.act(soon, { kind: 'snooze', until: inMs(2_000) })
    await inbox.act(later, { kind: 'snooze', until: inMs(hour) })
    const told = await screen.waitFor(
      tells(soon, ({ state }) => state === 'open'),
      'its end',
    )
    expect(told).toMatchObject({
      type: 'conversation',
      conversation: { returned: 'snooze_over', snoozedUntil: null },
    })
    const [event] = await askDatabase<{ isEarly: boolean }>(
      stack,
      `SELECT at < $2::timestamptz AS "isEarly" FROM org_event WHERE org_id = $1 AND conversation_id = $3
       ORDER BY seq DESC LIMIT 1`,
      [inbox.tenant.orgId, snoozedUntil, soon],
    )
    expect(event).toEqual({ isEarly: false })
    expect(await inbox.now(later)).toMatchObject({ state: 'snoozed' })
    expect(await inbox.find('all')).toEqual([soon])
    screen.close()
  })

  it('ends though the worker was killed before its time and comes back after it', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const { snoozedUntil } = await inbox.act(id, { kind: 'snooze', until: inMs(2_000) })
    await stack.processes.worker.kill('SIGKILL')
    const isOver = 'SELECT 1 FROM org_seq WHERE org_id = $1 AND now() > $2::timestamptz'
    await waitFor(
      async () => (await askDatabase(stack, isOver, [inbox.tenant.orgId, snoozedUntil])).length > 0,
    )
    expect(await inbox.now(id)).toMatchObject({ state: 'snoozed', snoozedUntil })
    await stack.processes.worker.start()
    await inbox.becomes(id, ({ returned }) => returned === 'snooze_over', 'its end')
  })

  it('of thousands ends at once after a long stop, each of them once, whoever of two workers does it', async () => {
    const tenants = await Tenant.createMany(stack, [{}, {}, {}])
    const happened = await Promise.all(tenants.map((tenant) => new Inbox(stack, tenant).happened()))
    await stack.processes.worker.kill('SIGKILL')
    await withDatabase(stack, async (client) => {
      for (const tenant of tenants) await addUnreadCustomers(client, tenant, 1_200)
      await client.query(
        `UPDATE conversation SET state = 'snoozed', snoozed_until = now() - last_position * interval '1 minute'
         WHERE org_id = ANY ($1)`,
        [tenants.map(({ orgId }) => orgId)],
      )
    })
    const [other] = await Promise.all([stack.addWorker(), stack.processes.worker.start()])
    for (const [n, tenant] of tenants.entries()) {
      const inbox = new Inbox(stack, tenant)
      await waitFor(async () => (await inbox.counts()).snoozed === 0, { timeoutMs: 20_000 })
      expect(await inbox.happened()).toBe((happened[n] ?? 0) + 1_200)
      const asked = `SELECT DISTINCT state::text, returned::text, revision, acts FROM conversation WHERE org_id = $1`
      expect(await askDatabase(stack, asked, [tenant.orgId])).toEqual([
        { state: 'open', returned: 'snooze_over', revision: 2, acts: 2 },
      ])
    }
    await other.stop()
  })

  it('of thousands in one org holds up no other’s', async () => {
    const tenants = await Tenant.createMany(stack, [{}, {}])
    const orgIds = tenants.map(({ orgId }) => orgId)
    await stack.processes.worker.stop()
    await withDatabase(stack, async (client) => {
      for (const tenant of tenants) await addUnreadCustomers(client, tenant, 1_200)
      const over = `UPDATE conversation SET state = 'snoozed', snoozed_until = now() WHERE org_id = ANY ($1)`
      await client.query(over, [orgIds])
    })
    await stack.processes.worker.start()
    for (const tenant of tenants)
      await waitFor(async () => (await new Inbox(stack, tenant).counts()).snoozed === 0, {
        timeoutMs: 20_000,
      })
    // Neither is done before the other has begun.
    const asked = `
      SELECT max(first) < min(last) AS "inTurn" FROM (
        SELECT min(e.at) AS first, max(e.at) AS last FROM org_event e JOIN conversation c ON c.id = e.conversation_id
        WHERE e.org_id = ANY ($1) AND c.returned = 'snooze_over' GROUP BY e.org_id) AS each`
    expect(await askDatabase(stack, asked, [orgIds])).toEqual([{ inTurn: true }])
  })

  it('of one org waits for whoever holds its rows, and no other’s does', async () => {
    const held = await Inbox.open(stack, 2)
    const free = await Inbox.open(stack, 1)
    await withDatabase(stack, async (stranger) => {
      await stranger.query('BEGIN')
      await stranger.query('SELECT 1 FROM org_seq WHERE org_id = $1 FOR UPDATE', [held.inbox.tenant.orgId])
      const over = `UPDATE conversation SET state = 'snoozed', snoozed_until = now() - interval '1 hour' WHERE id = ANY ($1)`
      await askDatabase(stack, over, [held.ids])
      await free.inbox.act(free.ids[0] ?? '', { kind: 'snooze', until: inMs(2_000) })
      await free.inbox.becomes(
        free.ids[0],
        ({ returned }) => returned === 'snooze_over',
        'the end of the other',
      )
      expect(await held.inbox.counts()).toMatchObject({ snoozed: 2 })
      await stranger.query('ROLLBACK')
    })
    await waitFor(async () => (await held.inbox.counts()).snoozed === 0)
    expect(await held.inbox.now(held.ids[0])).toMatchObject({ returned: 'snooze_over' })
  })
})
