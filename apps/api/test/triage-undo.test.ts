import { randomUUID } from 'node:crypto'
import type { Undo } from '@cloudpa/contracts/triage'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { Inbox } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

it('acts are undone one after the other, the last first, and each of them once', async () => {
  const { inbox, ids } = await Inbox.open(stack, 1)
  const [id = ''] = ids
  const before = await inbox.now(id)
  const undos: Undo[] = []
  for (const act of [{ kind: 'star', starred: true }, { kind: 'done' }, { kind: 'reopen' }] as const)
    undos.push((await inbox.bulk(ids, act)).undo)
  // Nobody goes past the last one.
  await inbox.undo(undos[0] ?? [])
  expect(await inbox.now(id)).toMatchObject({ state: 'open', starred: true })
  const left = [
    { state: 'done', starred: true },
    { state: 'open', starred: true },
    { state: 'open', starred: false },
  ]
  for (const [n, undo] of undos.toReversed().entries()) {
    await inbox.undo(undo)
    expect(await inbox.now(id)).toMatchObject(left[n] ?? {})
    const happened = await inbox.happened()
    await inbox.undo(undo)
    expect(await inbox.happened()).toBe(happened)
  }
  expect((await inbox.now(id)).unreadCount).toBe(before.unreadCount)
  // What is done anew is another act, though it begins where the first did.
  await inbox.act(id, { kind: 'star', starred: true })
  await inbox.undo(undos[0] ?? [])
  expect(await inbox.now(id)).toMatchObject({ starred: true })
})

it.each([{ kind: 'done' }, { kind: 'snooze', until: null }] as const)(
  'what the customer wrote since is not put away with the rest: $kind',
  async (act) => {
    const { inbox, ids } = await Inbox.open(stack, 2)
    const [wrote = '', silent = ''] = ids
    await inbox.bulk(ids, act)
    const { undo } = await inbox.bulk(ids, { kind: 'reopen' })
    await inbox.hear(0, 'One more thing')
    await inbox.undo(undo)
    expect(await inbox.now(wrote)).toMatchObject({ state: 'open', unreadCount: 2 })
    expect((await inbox.now(silent)).state).not.toBe('open')
  },
)

it('who came back is not shown as new again once they have an answer', async () => {
  const { inbox, ids } = await Inbox.open(stack, 2)
  const [answered = ''] = ids
  await inbox.bulk(ids, { kind: 'done' })
  await inbox.hear(0)
  await inbox.hear(1)
  const { undo } = await inbox.bulk(ids, { kind: 'done' })
  await inbox.tenant.call('POST', `/messaging/conversations/${answered}/send`, {
    clientId: randomUUID(),
    body: 'Yes',
  })
  expect((await inbox.undo(undo)).items).toMatchObject([
    { state: 'open', returned: null },
    { state: 'open', returned: 'wrote' },
  ])
})

describe('a message that nobody has seen', () => {
  /** Two conversations with what was seen of them, after which the first customer wrote again. */
  async function openSeen() {
    const { inbox, ids } = await Inbox.open(stack, 2)
    const shown = await Promise.all(ids.map((id) => inbox.now(id)))
    const seen = Object.fromEntries(
      shown.map(({ id, lastMessage }) => [id.toUpperCase(), lastMessage?.position ?? 0]),
    )
    await inbox.hear(0, 'One more thing')
    return { inbox, ids, seen }
  }

  it.each([{ kind: 'done' }, { kind: 'snooze', until: null }] as const)(
    'is not put away: $kind',
    async (act) => {
      const { inbox, ids, seen } = await openSeen()
      const { items, undo } = await inbox.bulk(ids, act, seen)
      expect(items[0]).toMatchObject({ state: 'open', unreadCount: 2 })
      expect(items[1]?.state).not.toBe('open')
      expect(undo.map(({ id }) => id)).toEqual(ids.slice(1))
      // Who says nothing of it means all there is.
      expect((await inbox.bulk(ids, act)).undo.map(({ id }) => id)).toEqual(ids.slice(0, 1))
    },
  )

  it('stays unread, and nothing that was read becomes unread', async () => {
    const { inbox, ids, seen } = await openSeen()
    const { items, undo } = await inbox.bulk(ids, { kind: 'read' }, seen)
    expect(items).toMatchObject([{ unreadCount: 1 }, { unreadCount: 0 }])
    expect((await inbox.bulk(ids, { kind: 'read' }, seen)).undo).toEqual([])
    expect((await inbox.undo(undo)).items.map(({ unreadCount }) => unreadCount).toSorted()).toEqual([1, 2])
    expect((await inbox.bulk(ids, { kind: 'read' })).items).toMatchObject([
      { unreadCount: 0 },
      { unreadCount: 0 },
    ])
    expect((await inbox.bulk(ids, { kind: 'read' }, seen)).undo).toEqual([])
  })
})

describe('what is made up', () => {
  it('as a cursor is refused', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    for (const position of [
      '8640000000000001',
      '99999999999999999',
      '100000000000000001',
      '999999999999999999',
    ]) {
      const cursor = Buffer.from(`${position} ${ids[0]} newer`).toString('base64url')
      const path = `/messaging/conversations?filter=snoozed&cursor=${cursor}`
      expect(await inbox.tenant.refusal('GET', path)).toMatchObject({ status: 400 })
    }
  })

  it('as a time to come back is a time that can be told', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [id = ''] = ids
    await inbox.bulk(ids, { kind: 'snooze', until: null })
    const [own] = (await inbox.bulk(ids, { kind: 'done' })).undo
    if (!own?.stand) throw new Error('nothing was done')
    await inbox.undo([{ ...own, stand: { ...own.stand, snoozedUntil: '0000-01-01T00:00:00.000Z' } }])
    await inbox.becomes(id, ({ returned }) => returned === 'snooze_over', 'its return')
  })
})
