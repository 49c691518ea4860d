import { randomUUID } from 'node:crypto'
import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Label, LabelDetail, LabelList } from '@cloudpa/contracts/labels'
import type { Undo } from '@cloudpa/contracts/triage'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { newMember } from './browser.js'
import { askDatabase } from './database.js'
import { inMs, Inbox, tells } from './triage.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

/** Where the table of labels differs from what the conversations say: nowhere. */
async function astray({ tenant }: Inbox): Promise<unknown[]> {
  const asked = `
    WITH said AS (
      SELECT label_id, org_id, state = 'open' AS is_open, last_position, id FROM conversation, unnest(labels) AS label_id
      WHERE org_id = $1
    ), kept AS (
      SELECT label_id, org_id, is_open, last_position, conversation_id FROM conversation_label WHERE org_id = $1
    )
    (SELECT * FROM said EXCEPT SELECT * FROM kept) UNION ALL (SELECT * FROM kept EXCEPT SELECT * FROM said)`
  return askDatabase(stack, asked, [tenant.orgId])
}

const putOn = (inbox: Inbox, id: string | undefined, add: string[], remove: string[] = []) =>
  inbox.act(id ?? '', { kind: 'labels', add, remove })

describe('the labels of an org', () => {
  it('are made, named and deleted by admins, and put on by everybody', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const ann = await inbox.tenant.owner()
    const bob = await newMember(ann, 'member')
    const screen = await inbox.tenant.openScreen()
    const made = await ann.post<Label>('/api/v1/labels', { name: ' Wholesale ', color: 'blue' })
    expect([made.status, made.body]).toMatchObject([201, { name: 'Wholesale', color: 'blue' }])
    await screen.waitFor(({ type }) => type === 'labels', 'the label')
    const path = `/api/v1/labels/${made.body.id}`
    for (const [method, to, body] of [
      ['POST', '/api/v1/labels', { name: 'Mine', color: 'red' }],
      ['PATCH', path, { name: 'Mine' }],
      ['DELETE', path, undefined],
    ] as const)
      expect([method, (await bob.ask(method, to, body)).status]).toEqual([method, 403])
    const conversation = `/api/v1/messaging/conversations/${ids[0]}`
    const on = await bob.post<Conversation>(`${conversation}/labels`, { add: [made.body.id] })
    expect(on.body).toMatchObject({ labels: [made.body.id], actedBy: { name: 'Ann' } })
    expect((await ann.ask<Label>('PATCH', path, { name: 'Shops' })).body).toMatchObject({
      name: 'Shops',
      color: 'blue',
    })
    await ann.post('/api/v1/labels', { name: 'Class', color: 'pink' })
    const { items } = (await bob.get<LabelList>('/api/v1/labels')).body
    expect(items.map(({ name }) => name)).toEqual(['Class', 'Shops'])
    expect((await bob.get<LabelDetail>(path)).body).toMatchObject({ name: 'Shops', conversations: 1 })
    expect((await ann.ask('DELETE', path)).status).toBe(204)
    expect((await ann.ask('DELETE', path)).status).toBe(404)
    expect(await inbox.now(ids[0])).toMatchObject({ labels: [] })
    screen.close()
  })

  it('have each a name of its own, whatever its capitals, one of the colours, and are a hundred at most', async () => {
    const { inbox } = await Inbox.open(stack, 0)
    const id = await inbox.label('Commission')
    await inbox.label('Class')
    const refused = (method: string, path: string, body: object) => inbox.tenant.refusal(method, path, body)
    const taken = { status: 409, code: 'conflict', message: 'There’s a label “COMMISSION” already.' }
    expect(await refused('POST', '/labels', { name: 'COMMISSION', color: 'red' })).toEqual(taken)
    expect(await refused('PATCH', `/labels/${id}`, { name: 'class' })).toMatchObject({ status: 409 })
    for (const wrong of [{ name: '', color: 'red' }, { name: 'New', color: 'gold' }, { name: 'New' }])
      expect(await refused('POST', '/labels', wrong)).toMatchObject({ status: 400 })
    const more = Array.from({ length: 97 }, (_, n) => `Label ${n}`)
    await askDatabase(
      stack,
      `INSERT INTO label (org_id, id, name, color) SELECT $1, gen_random_uuid(), name, 'red' FROM unnest($2::text[]) AS name`,
      [inbox.tenant.orgId, more],
    )
    const last = ['One', 'Two'].map((name) => inbox.tenant.fetch('POST', '/labels', { name, color: 'red' }))
    expect((await Promise.all(last)).map(({ status }) => status).toSorted()).toEqual([201, 409])
  })
})

describe('labels on conversations', () => {
  it('stand in the order in which they were put on, each once, on every screen', async () => {
    const { inbox, ids } = await Inbox.open(stack, 1)
    const [one, two, three] = [await inbox.label('One'), await inbox.label('Two'), await inbox.label('Three')]
    const screen = await inbox.tenant.openScreen()
    const { revision } = await putOn(inbox, ids[0], [two, one.toUpperCase(), two])
    await screen.waitFor(
      tells(ids[0], ({ labels }) => `${labels}` === `${two},${one}`),
      'both',
    )
    expect(await putOn(inbox, ids[0], [one], [three])).toMatchObject({ labels: [two, one], revision })
    expect(await putOn(inbox, ids[0], [three, one], [two])).toMatchObject({ labels: [one, three] })
    expect(await putOn(inbox, ids[0], [two], [two, one])).toMatchObject({ labels: [three] })
    expect(await astray(inbox)).toEqual([])
    screen.close()
  })

  it('are found by each filter, page by page, and counted', async () => {
    const { inbox, ids } = await Inbox.open(stack, 7)
    const [label, other] = [await inbox.label('Commission'), await inbox.label('Class')]
    const [plain = '', done = '', soon = '', never = '', old = '', answered = '', fresh = ''] = ids
    await inbox.bulk(ids, { kind: 'labels', add: [label], remove: [] })
    await inbox.bulk([plain], { kind: 'labels', add: [other], remove: [label] })
    await inbox.act(done, { kind: 'done' })
    await inbox.act(never, { kind: 'snooze', until: null })
    await inbox.act(soon, { kind: 'snooze', until: inMs(3_600_000) })
    await inbox.act(done, { kind: 'star', starred: true })
    await inbox.act(old, { kind: 'star', starred: true })
    await inbox.act(old, { kind: 'read' })
    await inbox.tenant.call('POST', `/messaging/conversations/${answered}/send`, {
      clientId: 'a',
      body: 'Yes',
    })
    for (const limit of [1, 2, 100]) {
      const found = (filter: Parameters<Inbox['find']>[0]) => inbox.find(filter, limit, label)
      expect(await found('all')).toEqual([answered, fresh, old])
      expect(await found('unassigned')).toEqual([answered, fresh, old])
      expect(await found('unread')).toEqual([answered, fresh])
      expect(await found('waiting')).toEqual([fresh, old])
      expect(await found('done')).toEqual([done])
      expect(await found('snoozed')).toEqual([soon, never])
      expect(await found('starred')).toEqual([old, done])
      expect(await found('mine')).toEqual([])
      expect(await found('closing')).toEqual([])
    }
    expect(await inbox.find('all', 100, other)).toEqual([plain])
    expect((await inbox.counts()).labels).toEqual({ [label]: 3, [other]: 1 })
    // What comes in moves it up, and brings it back.
    await inbox.hear(4)
    await inbox.hear(1)
    expect(await inbox.find('all', 1, label)).toEqual([done, old, answered, fresh])
    expect((await inbox.counts()).labels).toEqual({ [label]: 4, [other]: 1 })
    expect(await astray(inbox)).toEqual([])
  })

  it('are the org’s: another’s are refused like made-up ones, and find nothing', async () => {
    const [{ inbox, ids }, theirs] = [await Inbox.open(stack, 1), await Inbox.open(stack, 1)]
    const foreign = await theirs.inbox.label('Theirs')
    await putOn(theirs.inbox, theirs.ids[0], [foreign])
    const own = await inbox.label('Ours')
    const before = await inbox.now(ids[0])
    const put = (id: string) =>
      inbox.tenant.refusal('POST', `/messaging/conversations/${ids[0]}/labels`, { add: [own, id] })
    expect(await put(foreign)).toMatchObject({ status: 404 })
    expect(await put(foreign)).toEqual(await put(randomUUID()))
    expect(await inbox.now(ids[0])).toEqual(before)
    expect(await inbox.find('all', 10, foreign)).toEqual([])
    expect(await putOn(inbox, ids[0], [], [foreign])).toMatchObject({ revision: before.revision })
    // An undo that was made up brings neither.
    const { undo } = await inbox.bulk(ids, { kind: 'labels', add: [own], remove: [] })
    const [mine] = undo as [Undo[number]]
    const bob = await newMember(await theirs.inbox.tenant.owner(), 'member')
    const { memberId } = await bob.me()
    const made = { ...mine, labels: [foreign, randomUUID()], assignee: { memberId } }
    expect((await inbox.undo([made])).items).toMatchObject([{ labels: [], assignee: null }])
    expect(await theirs.inbox.now(theirs.ids[0])).toMatchObject({ labels: [foreign] })
    expect(await astray(inbox)).toEqual([])
  })

  it('are taken back, but for a label that is gone', async () => {
    const { inbox, ids } = await Inbox.open(stack, 2)
    const [kept, gone] = [await inbox.label('Kept'), await inbox.label('Gone')]
    await putOn(inbox, ids[0], [gone, kept])
    const { undo } = await inbox.bulk(ids, { kind: 'labels', add: [], remove: [kept, gone] })
    expect(undo).toHaveLength(1)
    await inbox.tenant.call('DELETE', `/labels/${gone}`)
    expect((await inbox.undo(undo)).items).toMatchObject([{ labels: [kept] }])
    // Who labelled later wins.
    const added = await inbox.bulk(ids, { kind: 'labels', add: [kept], remove: [] })
    const bob = new Inbox(stack, inbox.tenant)
    await bob.act(ids[1] ?? '', { kind: 'labels', add: [], remove: [kept] })
    await bob.act(ids[1] ?? '', { kind: 'labels', add: [kept], remove: [] })
    await inbox.undo(added.undo)
    expect(await inbox.now(ids[1])).toMatchObject({ labels: [kept] })
    expect(await astray(inbox)).toEqual([])
  })

  it('are twenty on a conversation at most, whichever way they come there', async () => {
    const { inbox, ids } = await Inbox.open(stack, 2)
    const made = await askDatabase<{ id: string }>(
      stack,
      `INSERT INTO label (org_id, id, name, color)
       SELECT $1, gen_random_uuid(), 'Label ' || n, 'red' FROM generate_series(1, 21) AS n RETURNING id`,
      [inbox.tenant.orgId],
    )
    const every = made.map(({ id }) => id)
    const [last = '', ...most] = every
    await putOn(inbox, ids[0], most)
    const action = { kind: 'labels', add: [last], remove: [] }
    expect(
      await inbox.tenant.refusal('POST', '/messaging/conversations/bulk', { ids: ids.toReversed(), action }),
    ).toEqual({
      status: 409,
      code: 'conflict',
      message: 'A conversation can have up to 20 labels. Remove one first.',
    })
    expect(await inbox.now(ids[0])).toMatchObject({ labels: most })
    expect(await inbox.now(ids[1])).toMatchObject({ labels: [] })
    const { undo } = await inbox.bulk([ids[0] ?? ''], {
      kind: 'labels',
      add: [last],
      remove: most.slice(0, 1),
    })
    await inbox.undo(undo.map((one) => ({ ...one, labels: every })))
    expect(await inbox.now(ids[0])).toMatchObject({ labels: every.slice(0, 20) })
    expect(await astray(inbox)).toEqual([])
  })

  it('go with the label, also where it is put on and a customer writes at the same moment', async () => {
    const { inbox, ids } = await Inbox.open(stack, 6)
    for (let round = 0; round < 6; round += 1) {
      const label = await inbox.label(`Round ${round}`)
      await putOn(inbox, ids[round % 6], [label])
      const acts = ids.map(async (id) => {
        const { status } = await inbox.tenant.fetch('POST', `/messaging/conversations/${id}/labels`, {
          add: [label],
        })
        expect([200, 404]).toContain(status)
      })
      await Promise.all([inbox.hear(round % 6), inbox.tenant.call('DELETE', `/labels/${label}`), ...acts])
      for (const id of ids) expect((await inbox.now(id)).labels).toEqual([])
      expect(await astray(inbox)).toEqual([])
    }
    expect((await inbox.counts()).labels).toEqual({})
  })
})
