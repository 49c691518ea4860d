import { maxOwn, maxShared, type QuickReply, type QuickReplyList } from '@cloudpa/contracts/quick-replies'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { memberIdOf, newMember, newOwner, type Browser } from './browser.js'
import { askDatabase } from './database.js'
import { Tenant } from './tenant.js'

const path = '/api/v1/quick-replies'
let stack: SharedStack
let ann: Browser
let bob: Browser
beforeAll(async () => {
  stack = await sharedStack()
  ann = await newOwner(stack)
  bob = await newMember(ann, 'member')
})

const add = (by: Browser, shortcut: string, shared: boolean, text = `Text of ${shortcut}`) =>
  by.post<QuickReply>(path, { shortcut, text, shared })
const change = (by: Browser, id: string, input: object) => by.ask<QuickReply>('PATCH', `${path}/${id}`, input)
const remove = (by: Browser, id: string) => by.ask('DELETE', `${path}/${id}`)
const shortcutsOf = async (by: Browser) =>
  (await by.get<QuickReplyList>(path)).body.items.map((one) => one.shortcut)

describe('whose a quick reply is', () => {
  it('the org’s is everybody’s to use, and an admin’s to change', async () => {
    const { status, body } = await add(ann, 'prices', true)
    expect([status, body]).toMatchObject([201, { shortcut: 'prices', shared: true }])
    expect(await shortcutsOf(bob)).toContain('prices')
    const refused = await Promise.all([
      add(bob, 'mine', true),
      change(bob, body.id, { text: 'Cheaper' }),
      change(bob, body.id, { shared: false }),
      remove(bob, body.id),
    ])
    expect(refused.map(({ status, error }) => [status, error?.params?.reason])).toEqual(
      Array.from({ length: 4 }, () => [403, 'admins_only']),
    )
    expect((await change(ann, body.id, { text: 'Dearer' })).body.text).toBe('Dearer')
  })

  it('a member’s own is nobody else’s, not even an owner’s', async () => {
    const { body } = await add(bob, 'secret', false)
    expect(await shortcutsOf(bob)).toContain('secret')
    expect(await shortcutsOf(ann)).not.toContain('secret')
    const asked = await Promise.all([change(ann, body.id, { text: 'x' }), remove(ann, body.id)])
    expect(asked.map(({ status }) => status)).toEqual([404, 404])
    expect((await change(bob, body.id, { shared: true })).status).toBe(403)
    expect((await remove(bob, body.id)).status).toBe(204)
    expect((await remove(bob, body.id)).status).toBe(404)
  })

  it('an admin’s own can be given to everybody, and taken back', async () => {
    const { body } = await add(ann, 'later', false)
    expect((await change(ann, body.id, { shared: true })).body.shared).toBe(true)
    expect(await shortcutsOf(bob)).toContain('later')
    expect((await change(ann, body.id, { shared: false })).body.shared).toBe(false)
    expect(await shortcutsOf(bob)).not.toContain('later')
  })

  it('a removed member’s own go with them, and the org’s stay', async () => {
    const carl = await newMember(ann, 'admin')
    const own = await add(carl, 'carls', false)
    await add(carl, 'of-all', true)
    expect((await ann.ask('DELETE', `/api/v1/members/${await memberIdOf(ann, carl.email)}`)).status).toBe(204)
    expect(await shortcutsOf(ann)).toContain('of-all')
    const back = await add(ann, 'carls', false)
    expect([own.status, back.status]).toEqual([201, 201])
  })

  it('a program has none of its own', async () => {
    const tenant = await Tenant.create(stack)
    const mine = await tenant.fetch('POST', '/quick-replies', { shortcut: 'a', text: 'b', shared: false })
    const shared = await tenant.fetch('POST', '/quick-replies', { shortcut: 'a', text: 'b', shared: true })
    expect([mine.status, shared.status]).toEqual([403, 201])
    const owner = await tenant.owner()
    await add(owner, 'owners', false)
    const { items } = await tenant.call<QuickReplyList>('GET', '/quick-replies')
    expect(items.map(({ shortcut }) => shortcut)).toEqual(['a'])
  })
})

describe('a shortcut', () => {
  it('is one thing to the org and one to each member, however it is written', async () => {
    const taken = (answer: { status: number; error?: { params?: object } | undefined }) => [
      answer.status,
      answer.error?.params,
    ]
    await add(ann, 'hours', true)
    expect(taken(await add(ann, ' HOURS ', true))).toEqual([
      409,
      { reason: 'shortcut_taken', shortcut: 'hours' },
    ])
    expect((await add(ann, 'hours', false)).status).toBe(201)
    expect((await add(bob, 'hours', false)).status).toBe(201)
    expect((await add(bob, 'Hours', false)).status).toBe(409)
    const other = await add(ann, 'times', true)
    expect((await change(ann, other.body.id, { shortcut: 'hours' })).status).toBe(409)
    const mine = await add(ann, 'times', false)
    // What it is called comes from the row, where only its owner changes.
    expect(taken(await change(ann, mine.body.id, { shared: true }))).toEqual([
      409,
      { reason: 'shortcut_taken', shortcut: 'times' },
    ])
    const elsewhere = await newOwner(stack)
    expect((await add(elsewhere, 'hours', true)).status).toBe(201)
  })

  it('added ten times at once is there once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add(ann, 'rush', true)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 409),
    ])
  })

  it.each(['', '  ', 'two words', '/slash', 'x'.repeat(33), 'semi;colon'])('is not %j', async (shortcut) => {
    expect((await add(ann, shortcut, true)).status).toBe(400)
  })

  it('is a word of any script', async () => {
    for (const shortcut of ['preço', 'أسعار', '価格', 'नमस्ते'])
      expect((await add(bob, shortcut, false)).status).toBe(201)
  })
})

it('a text is as long as a message may be, and no longer or empty', async () => {
  expect((await add(bob, 'long', false, 'x'.repeat(1600))).status).toBe(201)
  for (const text of ['x'.repeat(1601), ' \n ', 'a\0b'])
    expect((await add(bob, 'long2', false, text)).status).toBe(400)
})

describe('there are so many at most', () => {
  /** Puts so many into the org at once, each a member's own, or for everybody. */
  const fill = (orgId: string, memberId: string | null, count: number) =>
    askDatabase(
      stack,
      `INSERT INTO quick_reply (id, org_id, member_id, shortcut, text, updated_at)
       SELECT gen_random_uuid(), $1, $2, 'filled-' || n, 'Text', now() FROM generate_series(1, $3::int) AS n`,
      [orgId, memberId, count],
    )

  it('of the org’s and of one’s own, each counted for itself', async () => {
    const tenant = await Tenant.create(stack)
    const owner = await tenant.owner()
    const member = await newMember(owner, 'member')
    await fill(tenant.orgId, null, maxShared - 1)
    await fill(tenant.orgId, await memberIdOf(owner, owner.email), maxOwn - 1)
    for (const [shared, maximum] of [
      [true, maxShared],
      [false, maxOwn],
    ] as const) {
      // At once, and one alone has room.
      const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => add(owner, `last-${n}`, shared)))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409])
      expect(answers.find(({ status }) => status === 409)?.error?.params).toEqual({
        reason: 'too_many_quick_replies',
        maximum,
      })
    }
    expect((await add(member, 'mine', false)).status).toBe(201)
    const { items } = (await owner.get<QuickReplyList>(path)).body
    const own = items.find(({ shared }) => !shared) as QuickReply
    // Nor is there a way around it.
    expect((await change(owner, own.id, { shared: true })).error?.params?.reason).toBe(
      'too_many_quick_replies',
    )
    expect((await change(owner, own.id, { text: 'Other' })).status).toBe(200)
    await remove(owner, own.id)
    expect((await add(owner, 'again', false)).status).toBe(201)
  })
})
