import { randomUUID } from 'node:crypto'
import type { Conversation, ConversationPage, CountsAnswer } from '@cloudpa/contracts/conversations'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { addCustomers } from './add-customers.js'
import { memberIdOf, newMember, type Browser } from './browser.js'
import { askDatabase, withDatabase } from './database.js'
import { Inbox, tells } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** An inbox of Ann, its owner, and Bob, who is a member. */
async function openTeam(customers: number) {
  const { inbox, ids } = await Inbox.open(stack, customers)
  const ann = await inbox.tenant.owner()
  const bob = await newMember(ann, 'member')
  const [annId, bobId] = [await memberIdOf(ann, ann.email), await memberIdOf(ann, bob.email)]
  return { inbox, ids, ann, bob, annId, bobId }
}

const address = '/api/v1/messaging'
const assign = (who: Browser, id: string | undefined, memberId: string | null) =>
  who.post<Conversation>(`${address}/conversations/${id}/assign`, { memberId })
const mineOf = async (who: Browser) =>
  (await who.get<ConversationPage>(`${address}/conversations?filter=mine`)).body.items.map(({ id }) => id)
const countsOf = async (who: Browser) => (await who.get<CountsAnswer>(`${address}/counts`)).body.counts

describe('who is to answer', () => {
  it('is told on every screen, and finds it among theirs', async () => {
    const { inbox, ids, ann, bob, bobId } = await openTeam(3)
    const screen = await inbox.tenant.openScreen()
    const [one = '', two = '', three = ''] = ids
    expect((await assign(ann, one, bobId)).body).toMatchObject({ assignee: { memberId: bobId, name: 'Ann' } })
    await screen.waitFor(
      tells(one, ({ assignee }) => assignee?.memberId === bobId),
      'the assignment',
    )
    await assign(bob, three, bobId)
    expect([await mineOf(bob), await mineOf(ann)]).toEqual([[three, one], []])
    expect(await inbox.find('unassigned')).toEqual([two])
    expect(await countsOf(bob)).toMatchObject({ mine: 2, unassigned: 1, all: 3 })
    expect(await countsOf(ann)).toMatchObject({ mine: 0, unassigned: 1 })
    // What is put away is nobody's to do, and theirs again when it comes back.
    await inbox.act(three, { kind: 'done' })
    expect(await mineOf(bob)).toEqual([one])
    await inbox.hear(2)
    expect(await mineOf(bob)).toEqual([three, one])
    expect((await assign(ann, three, null)).body).toMatchObject({ assignee: null })
    expect(await countsOf(bob)).toMatchObject({ mine: 1, unassigned: 2 })
    // A program is no member.
    expect([await inbox.find('mine'), (await inbox.counts()).mine]).toEqual([[], 0])
    screen.close()
  })

  it('is one of the org: another’s member is refused like one who never was', async () => {
    const [{ inbox, ids, ann, bobId }, theirs] = [await openTeam(1), await openTeam(0)]
    await assign(ann, ids[0], bobId)
    const before = await inbox.now(ids[0])
    const path = `/messaging/conversations/${ids[0]}/assign`
    const foreign = await inbox.tenant.refusal('POST', path, { memberId: theirs.bobId })
    expect(foreign).toMatchObject({ status: 404 })
    expect(await inbox.tenant.refusal('POST', path, { memberId: randomUUID() })).toEqual(foreign)
    expect(await inbox.now(ids[0])).toEqual(before)
  })

  it('is taken back in bulk, and never over who assigned later', async () => {
    const { inbox, ids, ann, annId, bobId } = await openTeam(3)
    await assign(ann, ids[0], annId)
    const { undo, items } = await inbox.bulk(ids, { kind: 'assign', memberId: bobId })
    expect(items.map(({ assignee }) => assignee?.memberId)).toEqual([bobId, bobId, bobId])
    await assign(ann, ids[2], annId)
    await inbox.undo(undo)
    const now = await Promise.all(ids.map((id) => inbox.now(id)))
    expect(now.map(({ assignee }) => assignee?.memberId)).toEqual([annId, undefined, annId])
  })

  it('of two who assign at once is whom the later one says, and both see whose it was', async () => {
    const { inbox, ids, ann, bob, annId, bobId } = await openTeam(1)
    const screens = [await inbox.tenant.openScreen(), await inbox.tenant.openScreen()]
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all([assign(ann, ids[0], bobId), assign(bob, ids[0], annId)])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const { assignee, actedBy, revision } = await inbox.now(ids[0])
      expect([annId, bobId]).toContain(assignee?.memberId)
      for (const screen of screens) {
        const told = await screen.waitFor(
          tells(ids[0], (now) => now.revision === revision),
          'the last of it',
        )
        expect(told).toMatchObject({ conversation: { assignee, actedBy } })
      }
      await assign(ann, ids[0], null)
    }
    for (const screen of screens) screen.close()
  })
})

describe('a removed member', () => {
  it('is to answer nothing any more, open or not, which every screen learns', async () => {
    const { inbox, ids, ann, bobId } = await openTeam(3)
    const [open = '', done = ''] = ids
    const { undo } = await inbox.bulk(ids, { kind: 'assign', memberId: bobId })
    await inbox.act(done, { kind: 'done' })
    const away = await inbox.bulk(ids, { kind: 'assign', memberId: null })
    await inbox.undo(away.undo)
    const screen = await inbox.tenant.openScreen()
    expect((await ann.ask('DELETE', `/api/v1/members/${bobId}`)).status).toBe(204)
    await screen.waitFor(
      tells(open, ({ assignee }) => assignee === null),
      'that it is nobody’s',
    )
    expect(await inbox.now(done)).toMatchObject({ assignee: null })
    expect(await inbox.counts()).toMatchObject({ unassigned: 2, all: 2 })
    expect((await inbox.find('unassigned')).length).toBe(2)
    // Nor does an undo bring them back.
    await inbox.undo(away.undo)
    await inbox.undo(undo)
    expect(await inbox.now(open)).toMatchObject({ assignee: null })
    screen.close()
  })

  it('is out at once, and what was theirs nobody’s, though a conversation is held meanwhile', async () => {
    const { inbox, ids, ann, bob, bobId } = await openTeam(2)
    await inbox.bulk(ids, { kind: 'assign', memberId: bobId })
    const theirs = 'SELECT 1 FROM conversation WHERE org_id = $1 AND assignee_id IS NOT NULL'
    await withDatabase(stack, async (stranger) => {
      await stranger.query('BEGIN')
      await stranger.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [ids[0]])
      const removed = ann.ask('DELETE', `/api/v1/members/${bobId}`)
      const seen = `${address}/conversations/${ids[0]}`
      await waitFor(async () => (await bob.ask('GET', seen)).status === 404, { what: 'that Bob is out' })
      expect(await askDatabase(stack, theirs, [inbox.tenant.orgId])).toHaveLength(2)
      expect((await inbox.find('unassigned')).toSorted()).toEqual(ids.toSorted())
      expect(await inbox.counts()).toMatchObject({ unassigned: 2, all: 2 })
      expect(await inbox.now(ids[0])).toMatchObject({ assignee: null })
      await stranger.query('ROLLBACK')
      expect((await removed).status).toBe(204)
    })
    expect(await inbox.counts()).toMatchObject({ unassigned: 2, all: 2 })
  })

  it('is freed of many step by step, and every screen learns of each', async () => {
    const { inbox, bobId, ann } = await openTeam(0)
    const { orgId } = inbox.tenant
    await withDatabase(stack, async (client) => {
      await addCustomers(client, inbox.tenant, 1_200)
      await client.query(
        `UPDATE conversation SET assignee_id = $2,
           state = (CASE last_position % 3 WHEN 0 THEN 'done' WHEN 1 THEN 'snoozed' ELSE 'open' END)::conversation_state
         WHERE org_id = $1`,
        [orgId, bobId],
      )
    })
    expect((await ann.ask('DELETE', `/api/v1/members/${bobId}`)).status).toBe(204)
    const steps = `SELECT count(*)::int AS freed FROM conversation WHERE org_id = $1 AND assignee_id IS NULL
      GROUP BY xmin::text ORDER BY freed`
    expect(await askDatabase(stack, steps, [orgId])).toEqual([{ freed: 200 }, { freed: 500 }, { freed: 500 }])
    const told = `SELECT count(DISTINCT conversation_id)::int AS told FROM org_event WHERE org_id = $1`
    expect(await askDatabase(stack, told, [orgId])).toEqual([{ told: 1_200 }])
  })

  it('is assigned nothing at the very moment either', async () => {
    const { inbox, ids, ann } = await openTeam(4)
    for (let round = 0; round < 8; round += 1) {
      const leaving = await newMember(ann, 'member')
      const memberId = await memberIdOf(ann, leaving.email)
      const acts = ids.map(async (id) => {
        const { status } = await inbox.tenant.fetch('POST', `/messaging/conversations/${id}/assign`, {
          memberId,
        })
        expect([200, 404]).toContain(status)
      })
      const removed = ann.ask('DELETE', `/api/v1/members/${memberId}`)
      await Promise.all([removed, inbox.hear(round % 4), ...acts])
      expect((await removed).status).toBe(204)
      const left = 'SELECT 1 FROM conversation WHERE org_id = $1 AND assignee_id IS NOT NULL'
      expect(await askDatabase(stack, left, [inbox.tenant.orgId])).toEqual([])
    }
  })
})
