import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationCounts } from '@cloudpa/contracts/conversations'
import type { Act, Undo } from '@cloudpa/contracts/triage'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { newMember, memberIdOf } from './browser.js'
import { askDatabase } from './database.js'
import { inMs, Inbox, tells } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** Numbers that look random, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

/** What the counts are if every row is looked at, by no index and by no counter. */
async function recount({ tenant }: Inbox): Promise<ConversationCounts & { wrong: number }> {
  const asked = `
    SELECT count(*) FILTER (WHERE state = 'open')::int AS "all",
           count(*) FILTER (WHERE state = 'open' AND unread > 0)::int AS unread,
           count(*) FILTER (WHERE state = 'open' AND last_direction = 'inbound')::int AS waiting,
           0 AS closing,
           count(*) FILTER (WHERE state = 'snoozed')::int AS snoozed,
           count(*) FILTER (WHERE starred)::int AS starred,
           0 AS mine,
           count(*) FILTER (WHERE state = 'open' AND assignee_id IS NULL)::int AS unassigned,
           (SELECT coalesce(json_object_agg(id, (
             SELECT count(*) FROM conversation c
             WHERE c.org_id = $1 AND c.state = 'open' AND label.id = ANY (c.labels)
           )), '{}') FROM label WHERE org_id = $1) AS labels,
           count(*) FILTER (WHERE unread <> unread_count)::int AS wrong
    FROM (
      SELECT c.*, (
        SELECT count(*) FROM message m
        WHERE m.conversation_id = c.id AND m.direction = 'inbound' AND m.position > c.read_position
      ) AS unread, (
        SELECT m.direction FROM message m WHERE m.conversation_id = c.id ORDER BY m.position DESC LIMIT 1
      ) AS last_direction
      FROM conversation c WHERE c.org_id = $1
    ) AS every`
  const [row] = await askDatabase<ConversationCounts & { wrong: number }>(stack, asked, [tenant.orgId])
  if (!row) throw new Error('nothing was counted')
  return row
}

const customers = 12
const rounds = 25

/** What of the org's acts name. */
interface Named {
  labels: string[]
  memberId: string
}

/** Acts on some conversations as somebody in a hurry would; each call must be answered. */
async function hurry(inbox: Inbox, ids: string[], seed: number, { labels, memberId }: Named): Promise<void> {
  const roll = dice(seed)
  const undos: Undo[] = []
  const acts = (): Act[] => [
    { kind: 'done' },
    { kind: 'reopen' },
    { kind: 'snooze', until: inMs(2_000 + roll(3_000)) },
    { kind: 'snooze', until: null },
    { kind: 'star', starred: roll(2) === 0 },
    { kind: 'unread' },
    { kind: 'read' },
    { kind: 'labels', add: [labels[roll(2)] as string], remove: [labels[roll(2)] as string] },
    { kind: 'labels', add: labels, remove: [] },
    { kind: 'assign', memberId: roll(2) === 0 ? memberId : null },
  ]
  for (let round = 0; round < rounds; round += 1) {
    const [act, id] = [acts()[roll(10)] as Act, ids[roll(ids.length)] as string]
    const turn = roll(4)
    if (turn === 0) await inbox.act(id, act)
    if (turn === 1) undos.push((await inbox.bulk(ids.toSorted(() => roll(3) - 1).slice(roll(4)), act)).undo)
    if (turn === 2 && undos.some(({ length }) => length > 0))
      await inbox.undo(undos.findLast(({ length }) => length > 0) as Undo)
    if (turn === 3)
      await inbox.tenant.call('POST', `/messaging/conversations/${id}/send`, {
        clientId: randomUUID(),
        body: 'Yes',
      })
  }
}

it('counts are exact when members act, customers write and snoozes end, all at once', async () => {
  const { inbox, ids } = await Inbox.open(stack, customers)
  const screen = await inbox.tenant.openScreen()
  const owner = await inbox.tenant.owner()
  const labels = [await inbox.label('Commission'), await inbox.label('Wholesale')]
  const named = { labels, memberId: await memberIdOf(owner, owner.email) }
  const roll = dice(7)
  const writing = async () => {
    for (let round = 0; round < rounds; round += 1) {
      const posts = Array.from({ length: 6 }, () =>
        inbox.tenant.receive({ From: `whatsapp:+1500555${1000 + roll(customers)}`, Body: `${round}` }),
      )
      expect((await Promise.all(posts)).every(({ status }) => status === 200)).toBe(true)
    }
  }
  await Promise.all([writing(), ...[1, 2, 3, 4].map((seed) => hurry(inbox, ids, seed, named))])
  await inbox.tenant.waitForStored(customers + rounds * 6)
  const allOver = async () => {
    const asked = `SELECT 1 FROM conversation WHERE org_id = $1 AND snoozed_until IS NOT NULL`
    return (await askDatabase(stack, asked, [inbox.tenant.orgId])).length === 0
  }
  await waitFor(allOver, { what: 'the end of every snooze', timeoutMs: 20_000 })

  const { wrong, ...counted } = await recount(inbox)
  expect(wrong).toBe(0)
  expect(await inbox.counts()).toEqual({ ...counted, both: [] })
  const { labels: labelled, ...filtered } = counted
  const filters = ['all', 'unread', 'mine', 'unassigned', 'waiting', 'closing', 'snoozed', 'starred'] as const
  const found = await Promise.all(
    filters.map(async (filter) => [filter, (await inbox.find(filter)).length] as const),
  )
  expect(Object.fromEntries(found)).toEqual(filtered)
  for (const label of labels) expect(await inbox.find('all', 100, label)).toHaveLength(labelled[label] ?? -1)
  // A screen that listened all along knows the same as one that asks now.
  expect(screen.events.some(({ type }) => type === 'resync')).toBe(false)
  for (const id of ids) {
    const now = await inbox.now(id)
    const told = await screen.waitFor(
      tells(id, ({ revision }) => revision === now.revision),
      'the last of it',
    )
    const { state, snoozedUntil, returned, starred, labels, assignee, unreadCount, readPosition } = now
    expect(told).toMatchObject({
      conversation: { state, snoozedUntil, returned, starred, labels, assignee, unreadCount, readPosition },
    })
  }
  screen.close()
})

it('two members who act at once converge: the later act wins, and the other sees whose it was', async () => {
  const { inbox, ids } = await Inbox.open(stack, 1)
  const owner = await inbox.tenant.owner()
  const [bob, carl] = [await newMember(owner, 'member'), await newMember(owner, 'member')]
  const memberIds = [await memberIdOf(owner, bob.email), await memberIdOf(owner, carl.email)]
  const path = `/api/v1/messaging/conversations/${ids[0]}`
  const screens = [await inbox.tenant.openScreen(), await inbox.tenant.openScreen()]
  for (let round = 0; round < 30; round += 1) {
    const answers = await Promise.all([
      bob.post<Conversation>(`${path}/done`),
      carl.post<Conversation>(`${path}/snooze`, { until: null }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const now = await inbox.now(ids[0])
    // Both changed it: neither saw a state of its own there already.
    expect(now.revision).toBe(1 + 2 * (round + 1) + round)
    const winner = now.state === 'done' ? 0 : 1
    expect(now.actedBy?.memberId).toBe(memberIds[winner])
    expect(answers[winner]?.body).toMatchObject({ state: now.state, revision: now.revision })
    for (const screen of screens) {
      const told = await screen.waitFor(
        tells(ids[0], ({ revision }) => revision === now.revision),
        'the later act',
      )
      expect(told).toMatchObject({ conversation: { state: now.state, actedBy: now.actedBy } })
    }
    await inbox.act(ids[0] ?? '', { kind: 'reopen' })
  }
  for (const screen of screens) screen.close()
})

it('an act that waits for another decides by what that one left', async () => {
  const { inbox, ids } = await Inbox.open(stack, 1)
  const [id = ''] = ids
  for (let round = 0; round < 30; round += 1) {
    await inbox.act(id, { kind: 'done' })
    // Whoever comes second finds it as the first left it, whichever that is.
    const [reopened, done] = await Promise.all([
      inbox.bulk([id], { kind: 'reopen' }),
      inbox.bulk([id], { kind: 'done' }),
    ])
    const now = await inbox.now(id)
    expect(reopened.undo).toHaveLength(1)
    expect(now.state).toBe(done.undo.length === 1 ? 'done' : 'open')
  }
})
