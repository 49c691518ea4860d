import { randomUUID } from 'node:crypto'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Act } from '@cloudpa/contracts/triage'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { memberIdOf, newMember } from './browser.js'
import { askDatabase } from './database.js'
import { inMs, Inbox, tells } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const hour = 3_600_000
const tomorrow = inMs(24 * hour)
const path = (id: string | undefined, act = '') => `/messaging/conversations/${id}${act}`

describe('an act', () => {
  const acts: [name: string, act: Act, first: Act[], then: Partial<Conversation>][] = [
    ['done', { kind: 'done' }, [], { state: 'done' }],
    ['snooze', { kind: 'snooze', until: tomorrow }, [], { state: 'snoozed', snoozedUntil: tomorrow }],
    [
      'snooze until they write',
      { kind: 'snooze', until: null },
      [],
      { state: 'snoozed', snoozedUntil: null },
    ],
    [
      'another snooze',
      { kind: 'snooze', until: tomorrow },
      [{ kind: 'snooze', until: inMs(hour) }],
      { snoozedUntil: tomorrow },
    ],
    [
      'done of a snoozed one',
      { kind: 'done' },
      [{ kind: 'snooze', until: tomorrow }],
      { state: 'done', snoozedUntil: null },
    ],
    ['reopen', { kind: 'reopen' }, [{ kind: 'done' }], { state: 'open' }],
    ['star', { kind: 'star', starred: true }, [], { starred: true, state: 'open' }],
    ['no star', { kind: 'star', starred: false }, [{ kind: 'star', starred: true }], { starred: false }],
    ['unread', { kind: 'unread' }, [{ kind: 'read' }], { unreadCount: 1 }],
  ]

  it.each(acts)('does what it says, once, and is told: %s', async (_, act, first, then) => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    for (const each of first) await inbox.act(id, each)
    const screen = await inbox.tenant.openScreen()
    const [before, happened] = [await inbox.now(id), await inbox.happened()]
    const after = await inbox.act(id, act)
    expect(after).toMatchObject({ ...then, revision: before.revision + 1, returned: null })
    expect(await inbox.happened()).toBe(happened + 1)
    const told = await screen.waitFor(
      tells(id, ({ revision }) => revision === after.revision),
      'the act',
    )
    expect(told).toEqual({ type: 'conversation', conversation: after })
    screen.close()
    expect(await inbox.act(id, act)).toEqual(after)
    expect((await inbox.bulk([id], act)).undo).toEqual([])
    expect(await inbox.happened()).toBe(happened + 1)
  })

  it('changes nothing where there is nothing to do: an open one is open, a new one unread', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const [before, happened] = [await inbox.now(id), await inbox.happened()]
    const { messages: _, ...rest } = before as Conversation & { messages: unknown }
    for (const act of [{ kind: 'reopen' }, { kind: 'unread' }, { kind: 'star', starred: false }] as const)
      expect(rest).toMatchObject(await inbox.act(id, act))
    expect(await inbox.happened()).toBe(happened)
  })

  it('names the member who acted, to screens too; a program has no name, nor has who is gone', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const owner = await inbox.tenant.owner()
    const bob = await newMember(owner, 'member')
    const screen = await inbox.tenant.openScreen()
    const byBob = (await bob.post<Conversation>(`/api/v1${path(id, '/done')}`)).body
    const memberId = await memberIdOf(owner, bob.email)
    expect(byBob.actedBy).toEqual({ memberId, name: 'Ann' })
    const told = await screen.waitFor(
      tells(id, ({ state }) => state === 'done'),
      'the act',
    )
    expect(told).toEqual({ type: 'conversation', conversation: byBob })
    screen.close()
    expect((await inbox.now(id)).actedBy).toEqual(byBob.actedBy)
    expect((await owner.ask('DELETE', `/api/v1/members/${memberId}`)).status).toBe(204)
    expect((await inbox.now(id)).actedBy).toBeNull()
    expect((await inbox.act(id, { kind: 'reopen' })).actedBy).toBeNull()
  })

  it('takes a time that is to come, within a year, by the database’s clock', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const snooze = (until: unknown) => inbox.tenant.refusal('POST', path(ids[0], '/snooze'), { until })
    const refused = { status: 400, code: 'invalid_request' }
    for (const until of [inMs(-1), '2000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'])
      expect(await snooze(until)).toEqual({
        ...refused,
        message: 'That time has passed. Choose a later one.',
      })
    for (const until of [inMs(367 * 24 * hour), '9999-12-31T23:59:59+14:00'])
      expect(await snooze(until)).toMatchObject({
        ...refused,
        message: expect.stringContaining('more than a year'),
      })
    for (const until of ['tomorrow', 5, undefined]) expect(await snooze(until)).toMatchObject(refused)
    expect(await inbox.now(ids[0])).toMatchObject({ state: 'open', actedBy: null, revision: 1 })
    const soon = await inbox.act(ids[0] ?? '', { kind: 'snooze', until: tomorrow.replace('Z', '+00:00') })
    expect(soon).toMatchObject({ state: 'snoozed', snoozedUntil: tomorrow })
  })
})

describe('a reply', () => {
  it('leaves the state as it is, and answers why it was back', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const reply = () => inbox.tenant.call('POST', path(id, '/send'), { clientId: randomUUID(), body: 'Yes' })
    await inbox.act(id, { kind: 'done' })
    await inbox.hear(0, 'One more thing')
    expect(await inbox.now(id)).toMatchObject({ state: 'open', returned: 'wrote' })
    // Neither reading nor a star answers anybody.
    await inbox.act(id, { kind: 'read' })
    await inbox.act(id, { kind: 'star', starred: true })
    expect(await inbox.now(id)).toMatchObject({ state: 'open', returned: 'wrote' })
    await reply()
    expect(await inbox.now(id)).toMatchObject({ state: 'open', returned: null })
    await inbox.act(id, { kind: 'done' })
    await reply()
    expect(await inbox.now(id)).toMatchObject({ state: 'done', returned: null })
  })
})

describe('unread', () => {
  it('goes back before the customer’s last message, and no further', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    await inbox.hear(0, 'Two')
    await inbox.hear(0, 'Three')
    await inbox.act(id, { kind: 'read' })
    const { messages } = (await inbox.now(id)) as Conversation & { messages: { position: number }[] }
    await inbox.tenant.call('POST', path(id, '/send'), { clientId: randomUUID(), body: 'Yes' })
    const last = messages.at(-1)?.position ?? 0
    expect(await inbox.act(id, { kind: 'unread' })).toMatchObject({ unreadCount: 1, readPosition: last - 1 })
    expect(await inbox.act(id, { kind: 'read' })).toMatchObject({ unreadCount: 0 })
  })

  it('counts each of two messages of one moment', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const other = await inbox.hear(0, 'At once')
    expect(other).toBe(id)
    const together = `UPDATE message SET position = (SELECT last_inbound_position FROM conversation WHERE id = $1)
                      WHERE conversation_id = $1 RETURNING id`
    expect(await askDatabase(stack, together, [id])).toHaveLength(2)
    await inbox.act(id, { kind: 'read' })
    expect(await inbox.act(id, { kind: 'unread' })).toMatchObject({ unreadCount: 2 })
  })

  it('is nothing where the customer never wrote', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    const never = `WITH ours AS (UPDATE message SET direction = 'outbound' WHERE conversation_id = $1)
      UPDATE conversation SET last_inbound_position = 0, last_inbound_at = NULL, unread_count = 0, read_position = last_position
      WHERE id = $1`
    await askDatabase(stack, never, [id])
    const happened = await inbox.happened()
    expect(await inbox.act(id, { kind: 'unread' })).toMatchObject({ unreadCount: 0, actedBy: null })
    expect(await inbox.happened()).toBe(happened)
  })
})

describe('lists and counts', () => {
  it('find what is open, done, snoozed and starred, page by page', async () => {
    const { inbox, ids } = await Inbox.open(stack, 8)
    const [open, done, read, late, soon, waits, never, both] = ids as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
    await inbox.act(done, { kind: 'done' })
    await inbox.act(read, { kind: 'read' })
    await inbox.act(late, { kind: 'snooze', until: inMs(9 * hour) })
    await inbox.act(soon, { kind: 'snooze', until: inMs(hour) })
    await inbox.act(waits, { kind: 'snooze', until: null })
    await inbox.act(never, { kind: 'snooze', until: null })
    await inbox.act(both, { kind: 'done' })
    for (const id of [both, open]) await inbox.act(id, { kind: 'star', starred: true })
    for (const limit of [1, 2, 100]) {
      expect(await inbox.find('all', limit)).toEqual([read, open])
      expect(await inbox.find('unread', limit)).toEqual([open])
      expect(await inbox.find('waiting', limit)).toEqual([read, open])
      expect(await inbox.find('done', limit)).toEqual([both, done])
      expect(await inbox.find('starred', limit)).toEqual([both, open])
      expect(await inbox.find('snoozed', limit)).toEqual([soon, late, ...[waits, never].toSorted()])
    }
    const none = { mine: 0, labels: {}, both: [] }
    const counts = {
      ...none,
      all: 2,
      unassigned: 2,
      unread: 1,
      waiting: 2,
      closing: 0,
      snoozed: 4,
      starred: 2,
    }
    expect(await inbox.counts()).toEqual(counts)
    const top = await inbox.tenant.call<{ overview: object }>('GET', '/messaging/conversations')
    expect(top.overview).toEqual({ counts, closing: [], returned: [] })
  })

  it('tell with the first page who is back, however far down', async () => {
    const { inbox, ids } = await Inbox.open(stack, 3)
    const [id = ''] = ids
    await inbox.act(id, { kind: 'snooze', until: inMs(2_000) })
    await inbox.becomes(id, ({ returned }) => returned === 'snooze_over', 'the end of the snooze')
    const topOf = async (limit: number) => {
      const query = `/messaging/conversations?limit=${limit}`
      return (await inbox.tenant.call<{ overview: { returned: Conversation[] } }>('GET', query)).overview
    }
    expect((await topOf(2)).returned).toMatchObject([{ id, returned: 'snooze_over', state: 'open' }])
    expect((await topOf(3)).returned).toEqual([])
    await inbox.act(id, { kind: 'reopen' })
    expect((await topOf(2)).returned).toEqual([])
  })
})
