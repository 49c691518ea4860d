import { randomUUID } from 'node:crypto'
import type { Act, ActedOn, Undo } from '@cloudpa/contracts/triage'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { addUnreadCustomers } from './add-customers.js'
import { memberIdOf, newMember } from './browser.js'
import { askDatabase, withDatabase } from './database.js'
import { Tenant } from './tenant.js'
import { inMs, Inbox, tells } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const tomorrow = inMs(24 * 3_600_000)

/** An inbox of two hundred customers whom nobody has read. */
async function openFull(): Promise<{ inbox: Inbox; ids: string[] }> {
  const tenant = await Tenant.create(stack)
  const ids = await withDatabase(stack, (client) => addUnreadCustomers(client, tenant, 200))
  return { inbox: new Inbox(stack, tenant), ids }
}

/** In which statements of which transactions an org's conversations, number of events and events were last written. */
async function writtenBy(
  { tenant }: Inbox,
  fromSeq: number,
): Promise<{ statements: number; events: number }> {
  const asked = `
    WITH events AS (SELECT xmin::text AS x, cmin::text AS c FROM org_event WHERE org_id = $1 AND seq > $2)
    SELECT (SELECT count(*)::int FROM events) AS events, (SELECT count(*)::int FROM (
      SELECT x, c FROM events
      UNION SELECT xmin::text, cmin::text FROM conversation WHERE org_id = $1
      UNION SELECT xmin::text, cmin::text FROM org_seq WHERE org_id = $1
    ) AS written) AS statements`
  const [row] = await askDatabase<{ statements: number; events: number }>(stack, asked, [
    tenant.orgId,
    fromSeq,
  ])
  return row ?? { statements: 0, events: 0 }
}

/** Names of the inbox what an act is about. */
async function fill(inbox: Inbox, act: Act): Promise<Act> {
  if (act.kind === 'labels') return { ...act, add: [await inbox.label('Commission')] }
  if (act.kind !== 'assign') return act
  const ann = await inbox.tenant.owner()
  return { ...act, memberId: await memberIdOf(ann, ann.email) }
}

const shown = (inbox: Inbox, ids: string[]) => Promise.all(ids.map((id) => inbox.now(id)))

describe('a bulk of 200', () => {
  const acts: Act[] = [
    { kind: 'done' },
    { kind: 'snooze', until: tomorrow },
    { kind: 'star', starred: true },
    { kind: 'read' },
    { kind: 'labels', add: [], remove: [] },
    { kind: 'assign', memberId: null },
  ]

  it.each(acts)('is one statement and one undo, and so is the undo: $kind', async (one) => {
    const { inbox, ids } = await openFull()
    const act = await fill(inbox, one)
    const happened = await inbox.happened()
    const before = await inbox.counts()
    const { items, undo } = await inbox.bulk(ids, act)
    expect(items.map(({ id }) => id)).toEqual(ids)
    expect(undo).toHaveLength(200)
    expect(await writtenBy(inbox, happened)).toEqual({ statements: 1, events: 200 })
    expect(await inbox.counts()).not.toEqual(before)

    expect((await inbox.undo(undo)).items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(await writtenBy(inbox, happened + 200)).toEqual({ statements: 1, events: 200 })
    expect(await inbox.counts()).toEqual(before)
    const now = await inbox.find('all')
    expect(now.toSorted()).toEqual(ids.toSorted())
    await inbox.undo(undo)
    expect(await inbox.happened()).toBe(happened + 400)
  })

  it('is on every other screen', async () => {
    const { inbox, ids } = await openFull()
    const screen = await inbox.tenant.openScreen()
    await inbox.bulk(ids, { kind: 'done' })
    const isDone = (id: string) => screen.events.some(tells(id, ({ state }) => state === 'done'))
    await waitFor(() => ids.every(isDone), { what: 'all of it' })
    screen.close()
  })

  it('is done to all or to none', async () => {
    const [ours, theirs] = [await Inbox.open(stack, 1), await Inbox.open(stack, 1)]
    const ids = [...ours.ids, ...theirs.ids]
    const path = '/messaging/conversations/bulk'
    const act = { kind: 'done' }
    const before = [...(await shown(ours.inbox, ours.ids)), ...(await shown(theirs.inbox, theirs.ids))]
    expect(await ours.inbox.tenant.refusal('POST', path, { ids, action: act })).toMatchObject({ status: 404 })
    const { undo } = await theirs.inbox.bulk(theirs.ids, { kind: 'star', starred: true })
    expect(await ours.inbox.tenant.refusal('POST', `${path}/undo`, { undo })).toMatchObject({ status: 404 })
    expect(await ours.inbox.now(ours.ids[0])).toEqual(before[0])
    expect(await theirs.inbox.now(theirs.ids[0])).toMatchObject({ starred: true, state: 'open' })

    const tooMany = Array.from({ length: 201 }, () => randomUUID())
    for (const wrong of [tooMany, [], ['made-up']])
      expect(await ours.inbox.tenant.refusal('POST', path, { ids: wrong, action: act })).toMatchObject({
        status: 400,
      })
    const twice = [...ours.ids, ...ours.ids.map((id) => id.toUpperCase())]
    expect((await ours.inbox.bulk(twice, { kind: 'done' })).items).toHaveLength(1)
  })
})

describe('an undo', () => {
  it('takes back what the act changed, and leaves what came since', async () => {
    const { inbox, ids } = await Inbox.open(stack, 3)
    const [one = '', two = '', three = ''] = ids
    await inbox.act(one, { kind: 'snooze', until: tomorrow })
    await inbox.act(two, { kind: 'done' })
    await inbox.hear(1)
    expect(await inbox.now(two)).toMatchObject({ state: 'open', returned: 'wrote', unreadCount: 2 })
    const { undo } = await inbox.bulk(ids, { kind: 'done' })
    // Somebody reads it: that is not undone, and is not in the way.
    await inbox.act(two, { kind: 'read' })
    await inbox.undo(undo)
    expect(await inbox.now(one)).toMatchObject({ state: 'snoozed', snoozedUntil: tomorrow })
    expect(await inbox.now(two)).toMatchObject({ state: 'open', returned: 'wrote', unreadCount: 0 })
    expect(await inbox.now(three)).toMatchObject({ state: 'open', returned: null, unreadCount: 1 })

    const starred = await inbox.bulk(ids, { kind: 'star', starred: true })
    await inbox.hear(2)
    await inbox.undo(starred.undo)
    expect(await inbox.counts()).toMatchObject({ starred: 0 })
    expect(await inbox.now(three)).toMatchObject({ unreadCount: 2 })
  })

  it('never undoes who acted later, even to the same end', async () => {
    const { inbox, ids } = await Inbox.open(stack, 4)
    const [again = '', wrote = '', starred = '', left = ''] = ids
    const bob = new Inbox(stack, inbox.tenant)
    const { undo } = await inbox.bulk(ids, { kind: 'done' })
    await bob.act(again, { kind: 'reopen' })
    await bob.act(again, { kind: 'done' })
    await inbox.hear(1, 'One more thing')
    await bob.act(starred, { kind: 'star', starred: true })
    const happened = await inbox.happened()
    const { items } = await inbox.undo(undo)
    expect(items).toMatchObject([
      { id: again, state: 'done' },
      { id: wrote, state: 'open', returned: 'wrote' },
      { id: starred, state: 'done', starred: true },
      { id: left, state: 'open' },
    ])
    expect(await inbox.happened()).toBe(happened + 1)
    // Nor does it undo what is done anew after it was used.
    await bob.act(left, { kind: 'done' })
    await inbox.undo(undo)
    expect(await inbox.now(left)).toMatchObject({ state: 'done' })
  })

  it('restores how far each was read, with the count of what came since; who read on wins', async () => {
    const { inbox, ids } = await Inbox.open(stack, 3)
    const [one = '', two = '', three = ''] = ids
    await inbox.hear(0)
    const before = await shown(inbox, ids)
    const read = await inbox.bulk(ids, { kind: 'read' })
    expect(await inbox.counts()).toMatchObject({ unread: 0 })
    await inbox.hear(1)
    await inbox.hear(2)
    await inbox.act(three, { kind: 'read' })
    await inbox.undo(read.undo)
    const then = await shown(inbox, ids)
    expect(then.map(({ unreadCount }) => unreadCount)).toEqual([2, 2, 0])
    expect(then[0]?.readPosition).toBe(before[0]?.readPosition)

    await inbox.bulk(ids, { kind: 'read' })
    const unread = await inbox.bulk([one, two], { kind: 'unread' })
    expect(await inbox.counts()).toMatchObject({ unread: 2 })
    await inbox.undo(unread.undo)
    expect(await inbox.counts()).toMatchObject({ unread: 0 })
  })

  it('sets nothing that no act could: what is made up is refused, or kept within bounds', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const { undo } = await inbox.bulk([id], { kind: 'done' })
    const [own] = undo as [Undo[number]]
    const refusalOf = (stand: object) =>
      inbox.tenant.refusal('POST', '/messaging/conversations/bulk/undo', {
        undo: [{ ...own, stand: { ...own.stand, ...stand } }],
      })
    for (const stand of [
      { state: 'open', snoozedUntil: tomorrow, returned: null },
      { state: 'done', snoozedUntil: null, returned: 'wrote' },
      { state: 'gone', snoozedUntil: null, returned: null },
    ])
      expect(await refusalOf(stand)).toMatchObject({ status: 400 })
    const happened = await inbox.happened()
    expect((await inbox.undo([{ ...own, act: 9e15 }])).items).toMatchObject([{ state: 'done' }])
    expect(await inbox.happened()).toBe(happened)
    const stand = own.stand && {
      ...own.stand,
      state: 'snoozed' as const,
      snoozedUntil: '9999-12-31T00:00:00.000Z',
      returned: null,
    }
    const reading = { from: 9e15, to: (await inbox.now(id)).readPosition }
    const [then] = (await inbox.undo([{ ...own, stand, reading }])).items
    expect(then?.state).toBe('snoozed')
    expect(Date.parse(then?.snoozedUntil ?? '')).toBeLessThan(Date.now() + 367 * 24 * 3_600_000)
    expect(then).toMatchObject({ unreadCount: 0, readPosition: then?.lastMessage?.position })
  })

  it('of a snooze that is over meanwhile has it come back at once', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    await inbox.act(id, { kind: 'snooze', until: inMs(2_000) })
    const { undo } = await inbox.bulk([id], { kind: 'done' })
    const isOver = async () => {
      const [row] = await askDatabase<{ over: boolean }>(stack, 'SELECT now() > $1::timestamptz AS over', [
        undo[0]?.stand?.snoozedUntil,
      ])
      return row?.over === true
    }
    await waitFor(isOver)
    expect(await inbox.now(id)).toMatchObject({ state: 'done' })
    await inbox.undo(undo)
    await inbox.becomes(
      id,
      ({ returned, state }) => state === 'open' && returned === 'snooze_over',
      'its return',
    )
  })

  it('names who took it back', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const bob = await newMember(await inbox.tenant.owner(), 'member')
    const { undo } = await inbox.bulk(ids, { kind: 'done' })
    const path = '/api/v1/messaging/conversations/bulk/undo'
    const { items } = (await bob.post<ActedOn>(path, { undo })).body
    expect(items).toMatchObject([{ state: 'open', actedBy: { name: 'Ann' } }])
  })
})
