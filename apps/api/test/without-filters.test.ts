import { createTestDatabase, startStack, waitFor, type Stack, type TestDatabase } from '@cloudpa/testing/kit'
import type { Label } from '@cloudpa/contracts/labels'
import type { TemplateList } from '@cloudpa/contracts/templates'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newOwner } from './browser.js'
import { withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
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
    await tenant.call('POST', '/labels', { name: 'of another org', color: 'red' })
    const note = { clientId: 'note', body: 'a note of another org' }
    await tenant.call('POST', `/messaging/conversations/${conversation?.id}/notes`, note)
    const eve = await newOwner(stack)
    const theirs: [path: string, part: string][] = [
      ['/messaging/conversations', 'of another org'],
      [`/messaging/conversations/${conversation?.id}`, 'of another org'],
      [`/messaging/conversations/${conversation?.id}/messages`, 'of another org'],
      [`/messaging/conversations/${conversation?.id}/messages`, 'a note of another org'],
      ['/chat-accounts', tenant.chatAccountId],
      [`/chat-accounts/${tenant.chatAccountId}`, tenant.account.externalPhoneId],
      ['/api-keys', 'Seed of'],
      ['/labels', 'of another org'],
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

describe('with a database that lets nobody write an org’s rows from outside the wall', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack({ simulator: true, env: { TEMPLATE_SYNC_MS: '3000' } })
    await withDatabase(stack, (admin) =>
      admin.query(`
        CREATE FUNCTION refuse_outsider() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (current_user = 'cloudpa_tenant' AND NEW.org_id::text = current_setting('app.org_id', true))
            OR (current_user = 'cloudpa_batch' AND NEW.org_id = ANY (current_setting('app.org_ids', true)::uuid[]))
          THEN RETURN NEW; END IF;
          RAISE EXCEPTION '% writes to %', current_user, TG_TABLE_NAME;
        END $$;
        DO $$
        DECLARE name text;
        BEGIN
          FOREACH name IN ARRAY ARRAY['contact', 'handle', 'conversation', 'message', 'org_seq', 'org_event',
            'label', 'conversation_label', 'note', 'mention', 'template', 'template_sync', 'scheduled_message'] LOOP
            EXECUTE format('CREATE TRIGGER refuse_outsider BEFORE INSERT OR UPDATE ON %I
              FOR EACH ROW EXECUTE FUNCTION refuse_outsider()', name);
          END LOOP;
        END $$`),
    )
  })
  afterAll(() => stack?.stop())

  it('messages come in, are read and answered, and reports of the answers arrive', async () => {
    const twilio = new SimulatedTwilio(stack)
    for (const tenant of await twilio.connect(2)) {
      await twilio.write(tenant, '+15005550006', 'Hello')
      await tenant.receive({ From: 'whatsapp:+15005550006', ProfileName: 'Ann', Body: 'Again' })
      await tenant.waitForInbound(2)
      const [conversation] = await tenant.conversations()
      const path = `/messaging/conversations/${conversation?.id}`
      expect(await tenant.call('POST', `${path}/read`)).toMatchObject({ unreadCount: 0 })
      const { id } = await tenant.call<Label>('POST', '/labels', { name: 'Commission', color: 'red' })
      await tenant.call('POST', `${path}/labels`, { add: [id] })
      await tenant.call('POST', `${path}/notes`, { clientId: 'note', body: 'Between us' })
      const later = {
        conversationId: conversation?.id,
        clientId: 'later',
        body: 'Soon',
        whenWindowOpens: true,
      }
      await tenant.call('POST', '/messaging/scheduled', later)
      await tenant.receive({ From: 'whatsapp:+15005550006', Body: 'And again' })
      await tenant.waitForInbound(3)
      await tenant.call('POST', `${path}/send`, { clientId: 'reply', body: 'Yes' })
      await waitFor(async () => (await twilio.taken(tenant)).length > 0)
      const [taken] = await twilio.taken(tenant)
      await twilio.report(taken?.sid ?? '', 'read')
      const isRead = async () =>
        (await tenant.messagesOf(conversation?.id ?? '')).some(({ status }) => status === 'read')
      await waitFor(isRead)
      // By themselves, without anybody who asks for them.
      await waitFor(async () => (await tenant.call<TemplateList>('GET', '/templates')).items.length > 0)
      expect(await tenant.call('POST', `/chat-accounts/${tenant.chatAccountId}/validate`)).toMatchObject({
        ok: true,
      })
    }
  })
})
