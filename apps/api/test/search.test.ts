import type { SearchAnswer } from '@cloudpa/contracts/search'
import { waitFor } from '@cloudpa/testing/kit'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, describe, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { messages, people, searches, type MessageKey } from './search-cases.js'
import { Tenant } from './tenant.js'

const search = (tenant: Tenant, q: string, more = '') =>
  tenant.call<SearchAnswer>('GET', `/messaging/search?q=${encodeURIComponent(q)}${more}`)

/** Waits until all that an org holds can be found. */
const folded = (stack: SharedStack, { orgId }: Tenant, count: number) =>
  waitFor(
    async () =>
      (await askDatabase(stack, 'SELECT FROM message_text WHERE org_id = $1', [orgId])).length >= count,
    { what: `${count} messages that can be found` },
  )

let stack: SharedStack
let tenant: Tenant
beforeAll(async () => {
  stack = await sharedStack()
  tenant = await Tenant.create(stack)
  for (const [key, [person, Body]] of Object.entries(messages)) {
    const { name: ProfileName, phone } = people[person]
    await tenant.receive({ MessageSid: `SM${key}`, From: `whatsapp:${phone}`, ProfileName, Body })
  }
  await folded(stack, tenant, Object.keys(messages).length)
})

const bodies = new Map<string, MessageKey>(
  Object.entries(messages).map(([key, [, body]]) => [body, key as MessageKey]),
)

describe('what is typed finds what is meant, and nothing else', () => {
  it.each(searches)('%s: %s', async (_, typed, foundMessages, foundPeople = []) => {
    const answer = await search(tenant, typed)
    expect(answer.messages.map(({ message }) => bodies.get(message.content.body))).toEqual(foundMessages)
    expect(answer.people.map(({ contact }) => contact.profileName)).toEqual(
      foundPeople.map((key) => people[key].name),
    )
  })
})

describe('an answer', () => {
  it('says where in the text it was found', async () => {
    const marked = async (q: string) =>
      (await search(tenant, q)).messages.map(({ message: { content }, body }) =>
        body.map(({ start, end }) => content.body.slice(start, end)),
      )
    expect(await marked('fussboden')).toEqual([['Fußboden']])
    expect(await marked('الكتاب')).toEqual([['الكِتَابُ']])
    expect(await marked('4155550199')).toEqual([['415) 555-0199']])
    expect(await marked('lámpara nino')).toEqual([['niño', 'lámpara']])
    const { people } = await search(tenant, 'gutierez')
    expect(people.map(({ name, contact }) => name.map((at) => contact.name.slice(at.start, at.end)))).toEqual(
      [['Gutiérrez']],
    )
  })

  it('comes in pages, newest first, without a gap or a double', async () => {
    const own = await Tenant.create(stack)
    const count = 55
    for (let n = 0; n < count; n += 1) {
      await own.receive({
        From: `whatsapp:+1500555${1000 + (n % 7)}`,
        Body: `Paged number${n}`,
        ProfileName: 'Paged',
      })
    }
    await folded(stack, own, count)
    const positions: number[] = []
    let cursor: string | null = ''
    for (let page = 0; cursor !== null; page += 1) {
      const answer: SearchAnswer = await search(own, 'paged', `&limit=20${cursor && `&cursor=${cursor}`}`)
      expect(answer.people).toHaveLength(page === 0 ? 7 : 0)
      positions.push(...answer.messages.map(({ message }) => message.position))
      cursor = answer.nextCursor
    }
    expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => b - a))
    expect(positions).toHaveLength(count)
  })

  it('is of one conversation alone where one is named', async () => {
    const conversation = (await search(tenant, 'gutiérrez')).people[0]?.conversation
    const inIt = await search(tenant, 'la', `&conversation=${conversation?.id}`)
    expect(inIt).toMatchObject({ people: [], count: 3 })
    expect(inIt.messages.map(({ message }) => bodies.get(message.content.body))).toEqual([
      'es3',
      'es2',
      'es1',
    ])
    const none = { people: [], messages: [], nextCursor: null }
    expect(await search(tenant, 'invoice', `&conversation=${conversation?.id}`)).toEqual({
      ...none,
      count: 0,
    })
    expect(await search(tenant, '?!', `&conversation=${conversation?.id}`)).toEqual({ ...none, count: null })
    const page = await search(tenant, 'la', `&conversation=${conversation?.id}&limit=2`)
    const next = await search(
      tenant,
      'la',
      `&conversation=${conversation?.id}&limit=2&cursor=${page.nextCursor}`,
    )
    expect([page, next].map(({ count, messages: { length } }) => [count, length])).toEqual([
      [3, 2],
      [null, 1],
    ])
    for (const id of [crypto.randomUUID(), 'made-up'])
      expect(await tenant.refusal('GET', `/messaging/search?q=la&conversation=${id}`)).toMatchObject({
        status: 404,
      })
  })

  it('refuses a cursor that is none of its own', async () => {
    for (const cursor of ['made-up', Buffer.from(`1 ${crypto.randomUUID()} newer`).toString('base64url')])
      expect(await tenant.refusal('GET', `/messaging/search?q=la&cursor=${cursor}`)).toMatchObject({
        status: 400,
      })
  })
})

describe('names and replies', () => {
  it('are found under the newest name, and no longer under the old one', async () => {
    const own = await Tenant.create(stack)
    await own.receive({ ProfileName: 'Bartholomew', Body: 'One' })
    await folded(stack, own, 1)
    expect((await search(own, 'bartholomew')).people).toHaveLength(1)
    await own.receive({ ProfileName: 'Cressida', Body: 'Two' })
    await folded(stack, own, 2)
    expect((await search(own, 'cressida')).people).toHaveLength(1)
    expect((await search(own, 'bartholomew')).people).toEqual([])
  })

  it('of somebody who never wrote are found, too, as soon as they are in a table that is imported', async () => {
    const own = await Tenant.create(stack)
    await own.receive({ ProfileName: 'Bartholomew', Body: 'One' })
    await folded(stack, own, 1)
    const take = async (table: string) => {
      const headers = { authorization: `Bearer ${own.apiKey}`, 'content-type': 'text/csv' }
      const taken = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
        method: 'POST',
        headers,
        body: table,
      })
      expect(taken.status).toBe(200)
    }
    await take('Name,Phone\nBart Silent,+34600999001\nBart Quiet,+34600999002')
    const named = async (q: string) =>
      (await search(own, q)).people.map(({ contact, conversation }) => [contact.name, conversation !== null])
    await waitFor(async () => (await named('bart')).length === 3)
    expect((await named('bart')).slice(0, 1)).toEqual([['Bartholomew', true]])
    expect(await named('600 999 001')).toEqual([['Bart Silent', false]])
    await take('Name,Phone\nSilvester,+34600999001')
    await waitFor(async () => (await named('silvester')).length === 1)
    expect(await named('silent')).toEqual([])
  })

  it('of ours stand beside the messages, too', async () => {
    const own = await Tenant.create(stack)
    await own.receive({ ProfileName: 'Bartholomew', Body: 'Aubergines' })
    await folded(stack, own, 1)
    const [conversation] = await own.conversations()
    await own.call('PATCH', `/contacts/${conversation?.contact.id}`, { name: 'Uncle Bart' })
    const [found] = (await search(own, 'aubergines')).messages
    expect(found?.contact).toEqual((await own.conversations())[0]?.contact)
    expect(found?.contact).toMatchObject({ name: 'Uncle Bart', ourName: 'Uncle Bart' })
  })

  it('holds what we answered, too', async () => {
    const [conversation] = await tenant.conversations()
    await tenant.call('POST', `/messaging/conversations/${conversation?.id}/send`, {
      clientId: 'reply',
      body: 'Gladly, Tuesday',
    })
    await waitFor(async () => (await search(tenant, 'gladly')).messages.length > 0, { what: 'the reply' })
    expect((await search(tenant, 'gladly')).messages[0]?.message.direction).toBe('outbound')
  })
})

describe('another org', () => {
  it('finds none of it', async () => {
    const other = await Tenant.create(stack)
    await other.receive({ Body: 'Hola', ProfileName: 'Nobody' })
    await folded(stack, other, 1)
    for (const [, typed] of searches) {
      const { people, messages } = await search(other, typed)
      expect([typed, people, messages]).toEqual([typed, [], []])
    }
    expect((await search(other, 'hola')).messages).toHaveLength(1)
  })
})
