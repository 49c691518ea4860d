import { createTestDatabase, startStack, type Stack, type TestDatabase } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newOwner } from './browser.js'
import { Tenant } from './tenant.js'
import { walkEveryRoute } from './walk-routes.js'
import { copyWithoutFilters, type UnfilteredCopy } from './without-filters.js'

let copy: UnfilteredCopy
beforeAll(() => {
  copy = copyWithoutFilters()
})
afterAll(() => copy.remove())

describe('with the product’s own org filters switched off, every route, asked by', () => {
  let stack: Stack
  afterAll(() => stack?.stop())
  walkEveryRoute(async () => (stack = await startStack({ entries: copy.entries })))
})

describe('with the filters and the second wall switched off', () => {
  let database: TestDatabase
  let stack: Stack
  beforeAll(async () => {
    database = await createTestDatabase()
    const admin = new pg.Client({ connectionString: database.url })
    await admin.connect()
    const { rows } = await admin.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace`,
    )
    for (const { name } of rows) await admin.query(`ALTER TABLE "${name}" DISABLE ROW LEVEL SECURITY`)
    await admin.end()
    stack = await startStack({ databaseUrl: database.url, entries: copy.entries })
  })
  afterAll(async () => {
    await stack?.stop()
    await database?.drop()
  })

  it('an org sees what others have: it is the wall that the routes above were held by', async () => {
    const tenant = await Tenant.create(stack)
    await tenant.receive({ Body: 'of another org' })
    await tenant.waitForInbound(1)
    const [conversation] = await tenant.conversations()
    const eve = await newOwner(stack)
    const theirs: [path: string, part: string][] = [
      ['/messaging/conversations', 'of another org'],
      [`/messaging/conversations/${conversation?.id}`, 'of another org'],
      [`/messaging/conversations/${conversation?.id}/messages`, 'of another org'],
      ['/chat-accounts', tenant.chatAccountId],
      [`/chat-accounts/${tenant.chatAccountId}`, tenant.account.externalPhoneId],
      ['/api-keys', 'Seed of'],
    ]
    for (const [path, part] of theirs) {
      const { body } = await eve.get(`/api/v1${path}`)
      expect([path, JSON.stringify(body)]).toEqual([path, expect.stringContaining(part)])
    }
    const sent = await eve.ask('POST', `/api/v1/messaging/conversations/${conversation?.id}/send`, {
      clientId: 'hers',
      body: 'Hello',
    })
    expect(sent.status).not.toBe(404)
  })
})
