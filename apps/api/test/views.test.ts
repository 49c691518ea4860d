import type { View, ViewList } from '@cloudpa/contracts/views'
import { mostOwnViews, mostSharedViews } from '@cloudpa/contracts/view-limits'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { memberIdOf, newMember, newOwner, type Browser } from './browser.js'
import { askDatabase } from './database.js'
import { EventStream } from './event-stream.js'
import { Tenant } from './tenant.js'
import { inMs, Inbox } from './triage.js'

const path = '/api/v1/views'
let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const save = (by: Browser, name: string, shared: boolean, more: object = { filter: 'waiting' }) =>
  by.post<View>(path, { name, shared, ...more })
const change = (by: Browser, id: string, input: object) => by.ask<View>('PATCH', `${path}/${id}`, input)
const remove = (by: Browser, id: string) => by.ask('DELETE', `${path}/${id}`)
const viewsOf = async (by: Browser) => (await by.get<ViewList>(path)).body.items
const namesOf = async (by: Browser) => (await viewsOf(by)).map(({ name }) => name)

describe('whose a view is', () => {
  it('the org’s is everybody’s to look at, and an admin’s to change', async () => {
    const ann = await newOwner(stack)
    const bob = await newMember(ann, 'member')
    const { status, body } = await save(ann, ' Who waits ', true)
    expect([status, body]).toEqual([
      201,
      { id: expect.any(String), name: 'Who waits', filter: 'waiting', label: null, shared: true },
    ])
    expect(await viewsOf(bob)).toEqual([body])
    const refused = await Promise.all([
      save(bob, 'For all', true),
      change(bob, body.id, { name: 'Mine' }),
      change(bob, body.id, { shared: false }),
      change(bob, body.id, { place: 0 }),
      remove(bob, body.id),
    ])
    expect(refused.map(({ status: code, error }) => [code, error?.params?.reason])).toEqual(
      refused.map(() => [403, 'admins_only']),
    )
    expect((await change(ann, body.id, { filter: 'unread' })).body).toEqual({ ...body, filter: 'unread' })
  })

  it('a member’s own is nobody else’s, not even an owner’s, and goes with them', async () => {
    const ann = await newOwner(stack)
    const bob = await newMember(ann, 'admin')
    const { body } = await save(bob, 'Bob’s', false)
    expect(await namesOf(bob)).toEqual(['Bob’s'])
    expect(await namesOf(ann)).toEqual([])
    const asked = await Promise.all([change(ann, body.id, { name: 'x' }), remove(ann, body.id)])
    expect(asked.map(({ status }) => status)).toEqual([404, 404])
    // Nor is anybody else told of it, though of all that comes behind it.
    const [bobs, anns] = [
      await EventStream.open(stack.apiUrl, bob),
      await EventStream.open(stack.apiUrl, ann),
    ]
    await change(bob, body.id, { filter: 'unread' })
    await bobs.waitFor(({ type }) => type === 'views', 'Bob’s view')
    await save(bob, 'Bob’s for all', true)
    await anns.waitFor(({ type }) => type === 'views', 'the org’s view')
    expect(anns.events.filter(({ type }) => type === 'views')).toHaveLength(1)
    bobs.close()
    anns.close()
    // Given to everybody and taken back, it is the last of each.
    await save(bob, 'Bob’s other', false)
    expect((await change(bob, body.id, { shared: true })).body.shared).toBe(true)
    expect(await namesOf(ann)).toEqual(['Bob’s for all', 'Bob’s'])
    await change(bob, body.id, { shared: false })
    expect(await namesOf(bob)).toEqual(['Bob’s for all', 'Bob’s other', 'Bob’s'])
    expect((await remove(bob, body.id)).status).toBe(204)
    expect((await remove(bob, body.id)).status).toBe(404)
    expect((await ann.ask('DELETE', `/api/v1/members/${await memberIdOf(ann, bob.email)}`)).status).toBe(204)
    expect(await namesOf(ann)).toEqual(['Bob’s for all'])
    const left = await askDatabase(stack, `SELECT FROM saved_view WHERE name = 'Bob’s other'`, [])
    expect(left).toHaveLength(0)
  })

  it('a program has none of its own', async () => {
    const tenant = await Tenant.create(stack)
    const owner = await tenant.owner()
    await save(owner, 'Owner’s', false)
    const own = await tenant.refusal('POST', '/views', { name: 'Mine', filter: 'unread', shared: false })
    expect(own.status).toBe(403)
    await tenant.call('POST', '/views', { name: 'All’s', filter: 'unread', shared: true })
    const { items } = await tenant.call<ViewList>('GET', '/views')
    expect(items.map(({ name }) => name)).toEqual(['All’s'])
  })
})

describe('views', () => {
  it('stand in the order they are given, whoever moves them at once', async () => {
    const ann = await newOwner(stack)
    const ids: string[] = []
    for (const name of ['A', 'B', 'C', 'D']) ids.push((await save(ann, name, true)).body.id)
    await save(ann, 'Mine', false)
    await change(ann, ids[3] ?? '', { place: 0 })
    expect(await namesOf(ann)).toEqual(['D', 'A', 'B', 'C', 'Mine'])
    await change(ann, ids[3] ?? '', { place: 2 })
    expect(await namesOf(ann)).toEqual(['A', 'B', 'D', 'C', 'Mine'])
    await Promise.all(ids.map((id, at) => change(ann, id, { place: at % 2 })))
    expect((await namesOf(ann)).toSorted()).toEqual(['A', 'B', 'C', 'D', 'Mine'])
    const places = await askDatabase<{ places: number }>(
      stack,
      `SELECT count(DISTINCT place)::int AS places FROM saved_view WHERE id = ANY ($1)`,
      [ids],
    )
    expect(places).toEqual([{ places: 4 }])
    // Deleted by mistake, it is back where it stood.
    const before = await namesOf(ann)
    const [, second] = await viewsOf(ann)
    await remove(ann, second?.id ?? '')
    await save(ann, second?.name ?? '', true, { filter: 'waiting', place: 1 })
    expect(await namesOf(ann)).toEqual(before)
  })

  it('are twenty at most, however many come at once, under names that have an end', async () => {
    const ann = await newOwner(stack)
    const bob = await newMember(ann, 'member')
    const rush = async (by: Browser, shared: boolean, maximum: number) => {
      const answers = await Promise.all(
        Array.from({ length: maximum + 3 }, (_, n) => save(by, `View ${n}`, shared)),
      )
      const refused = answers.filter(({ status }) => status !== 201)
      expect(refused.map(({ status, error }) => [status, error?.params])).toEqual(
        Array.from({ length: 3 }, () => [409, { reason: 'too_many_views', maximum }]),
      )
    }
    await rush(ann, true, mostSharedViews)
    await rush(bob, false, mostOwnViews)
    const own = (await save(ann, 'Mine', false)).body
    expect((await change(ann, own.id, { shared: true })).status).toBe(409)
    for (const wrong of [
      { name: '' },
      { name: 'x'.repeat(81) },
      { name: 'A', filter: 'everything' },
      { name: 'A', label: 'none' },
      { name: 'A', place: -1 },
      { name: 'A', color: 'red' },
    ])
      expect((await ann.post(path, { shared: false, ...wrong })).status).toBe(400)
  })

  it('are of labels of the org’s alone, and go with them; screens are told', async () => {
    const { inbox } = await Inbox.open(stack, 0)
    const ann = await inbox.tenant.owner()
    const label = await inbox.label('Wholesale')
    const elsewhere = await (await Inbox.open(stack, 0)).inbox.label('Theirs')
    expect((await save(ann, 'Theirs', true, { label: elsewhere })).status).toBe(404)
    const screen = await inbox.tenant.openScreen()
    const { body } = await save(ann, 'Wholesale', true, { label })
    expect(body).toMatchObject({ filter: 'all', label })
    await screen.waitFor(({ type }) => type === 'views', 'the view')
    expect((await change(ann, body.id, { label: elsewhere })).status).toBe(404)
    await save(ann, 'Unread', true, { filter: 'unread' })
    expect((await ann.ask('DELETE', `/api/v1/labels/${label}`)).status).toBe(204)
    expect(await namesOf(ann)).toEqual(['Unread'])
    screen.close()
  })
})

describe('a view whose label or owner goes at the same moment', () => {
  it('is changed before, or is not there any more', async () => {
    const { inbox } = await Inbox.open(stack, 0)
    const ann = await inbox.tenant.owner()
    for (let round = 0; round < 6; round += 1) {
      const label = await inbox.label(`Label ${round}`)
      const { id } = (await save(ann, 'Of a label', true, { label })).body
      const bob = await newMember(ann, 'member')
      const bobs = await memberIdOf(ann, bob.email)
      const answers = await Promise.all([
        ...[0, 1, 2].map((n) => change(ann, id, { name: `Anew ${n}`, label })),
        ann.ask('DELETE', `/api/v1/labels/${label}`),
        save(ann, 'Another', true, { label }),
        ...[0, 1].map((n) => save(bob, `Own ${n}`, false)),
        ann.ask('DELETE', `/api/v1/members/${bobs}`),
        ...[2, 3].map((n) => save(bob, `Own ${n}`, false)),
      ])
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
      expect(await viewsOf(ann)).toEqual([])
    }
  })
})

describe('what is counted of a filter with a label', () => {
  it('is exact, whatever happens, and of one’s own views and the org’s alone', async () => {
    const { inbox, ids } = await Inbox.open(stack, 6)
    const [label, other] = [await inbox.label('Wholesale'), await inbox.label('Class')]
    const ann = await inbox.tenant.owner()
    await inbox.bulk(ids.slice(0, 5), { kind: 'labels', add: [label], remove: [] })
    expect((await inbox.counts()).both).toEqual([])
    await save(ann, 'Waiting', true, { filter: 'waiting', label })
    await save(ann, 'Waiting too', true, { filter: 'waiting', label })
    await save(ann, 'Class', true, { filter: 'waiting', label: other })
    await save(ann, 'Snoozed', true, { filter: 'snoozed', label })
    await save(ann, 'Nobody’s', true, { filter: 'unassigned', label })
    // Counted as such, by the clock, or of nobody else’s business.
    for (const filter of ['all', 'done', 'closing']) await save(ann, filter, true, { filter, label })
    await save(ann, 'Mine', false, { filter: 'unread', label })
    const both = async () =>
      (await inbox.counts()).both.map(({ filter, label: of, count }) => [filter, of, count])
    const expected = (waiting: number, classes: number, snoozed: number) =>
      expect.arrayContaining([
        ['waiting', label, waiting],
        ['waiting', other, classes],
        ['snoozed', label, snoozed],
        // Who waits is nobody's yet.
        ['unassigned', label, waiting],
      ])
    expect(await both()).toEqual(expected(5, 0, 0))
    expect(await both()).toHaveLength(4)
    await inbox.act(ids[0] ?? '', { kind: 'done' })
    await inbox.act(ids[1] ?? '', { kind: 'snooze', until: inMs(3_600_000) })
    await inbox.bulk(ids.slice(4), { kind: 'labels', add: [other], remove: [label] })
    expect(await both()).toEqual(expected(2, 2, 1))
    await inbox.hear(0)
    await inbox.hear(1)
    expect(await both()).toEqual(expected(4, 2, 0))
    const { body } = await ann.get<{ counts: { both: unknown } }>('/api/v1/messaging/counts')
    expect(body.counts.both).toContainEqual({ filter: 'unread', label, count: 4 })
  })
})
