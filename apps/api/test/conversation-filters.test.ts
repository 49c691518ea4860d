import { randomBytes, randomUUID } from 'node:crypto'
import type { ConversationFilter, ConversationPage } from '@cloudpa/contracts/conversations'
import type { Org } from '@cloudpa/contracts/orgs'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { beforeAll, expect, it } from 'vitest'
import { Browser } from './browser.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

type Line = ['inbound' | 'outbound', hoursAgo: number]

/** By customer, what was written when, and how many of their messages nobody has read. */
const past: Record<string, { lines: Line[]; unread?: number }> = {
  Fresh: { lines: [['inbound', 0.2]], unread: 1 },
  Read: { lines: [['inbound', 0.5]] },
  Answered: {
    lines: [
      ['inbound', 2],
      ['outbound', 1],
    ],
  },
  // Answered by a program, and nobody has looked at it.
  Unseen: {
    lines: [
      ['inbound', 4],
      ['outbound', 3],
    ],
    unread: 1,
  },
  Later: { lines: [['inbound', 21.9]] },
  Soon: { lines: [['inbound', 22.5]], unread: 1 },
  AnsweredSoon: {
    lines: [
      ['inbound', 23.4],
      ['outbound', 23],
    ],
  },
  Sooner: { lines: [['inbound', 23.5]] },
  Over: { lines: [['inbound', 24.1]] },
}

async function openOffice(): Promise<Tenant> {
  const tenant = await Tenant.create(stack)
  const { slug, name } = await tenant.call<Org>('GET', '/org')
  const { email, password } = new Browser(stack.apiUrl)
  const sid = () => `SM${randomBytes(16).toString('hex')}`
  const conversations = Object.entries(past).map(([profileName, { lines, unread = 0 }], n) => ({
    number: tenant.account.externalPhoneId,
    from: `whatsapp:+1500555${1000 + n}`,
    profileName,
    unread,
    messages: lines.map(([direction, hoursAgo]) => {
      const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString()
      return { direction, at, body: 'Hello', sid: sid() }
    }),
  }))
  const members = [{ email, name, password, role: 'owner' }]
  await stack.seed({ orgs: [{ slug, name, members, chatAccounts: [tenant.account], conversations }] })
  return tenant
}

const page = (tenant: Tenant, query: string) =>
  tenant.call<ConversationPage>('GET', `/messaging/conversations?${query}`)
const namesOf = (items: ConversationPage['items']) => items.map(({ contact }) => contact.name)

/** The names of all pages of a filter, one by one. */
async function walk(tenant: Tenant, filter: ConversationFilter): Promise<string[]> {
  const names: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, nextCursor }: ConversationPage = await page(
      tenant,
      `filter=${filter}&limit=1${cursor && `&cursor=${cursor}`}`,
    )
    names.push(...namesOf(items))
    cursor = nextCursor
  }
  return names
}

it('lists who is unread, who waits, and whose window closes, page by page', async () => {
  const tenant = await openOffice()
  expect(await walk(tenant, 'all')).toEqual(Object.keys(past))
  expect(await walk(tenant, 'unread')).toEqual(['Fresh', 'Unseen', 'Soon'])
  expect(await walk(tenant, 'waiting')).toEqual(['Fresh', 'Read', 'Later', 'Soon', 'Sooner', 'Over'])
  expect(await walk(tenant, 'closing')).toEqual(['Sooner', 'Soon'])
  const { nextCursor } = await page(tenant, 'filter=closing&limit=1')
  const refusal = await tenant.refusal('GET', `/messaging/conversations?cursor=${nextCursor}`)
  expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
})

it('tells with the first page who waits, and whose window closes further down', async () => {
  const tenant = await openOffice()
  const { items, overview, nextCursor } = await page(tenant, 'limit=2')
  const counts = {
    all: 9,
    unread: 3,
    waiting: 6,
    closing: 2,
    snoozed: 0,
    starred: 0,
    mine: 0,
    unassigned: 9,
    labels: {},
    both: [],
  }
  expect(overview?.counts).toEqual(counts)
  expect(namesOf(overview?.closing ?? [])).toEqual(['Sooner', 'Soon'])
  expect((await page(tenant, `limit=2&cursor=${nextCursor}`)).overview).toBeNull()
  expect((await page(tenant, 'limit=6')).overview?.closing.map(({ contact }) => contact.name)).toEqual([
    'Sooner',
  ])

  const path = `/messaging/conversations/${items[0]?.id}`
  await tenant.call('POST', `${path}/read`)
  await tenant.call('POST', `${path}/send`, { clientId: randomUUID(), body: 'Yes' })
  expect((await page(tenant, 'limit=2')).overview?.counts).toEqual({ ...counts, unread: 2, waiting: 5 })
})
