import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTestDatabase, startStack, waitFor, type Stack, type TestDatabase } from '@cloudpa/testing/kit'
import type { Message } from '@cloudpa/contracts/messages'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { SimulatedTwilio } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

const migrations = join(import.meta.dirname, '../../../prisma/migrations')
const partitions = 3

/** The same schema, with each table that holds an org's rows cut into parts by org. */
function partitioned(sql: string): string {
  const cut = sql.replaceAll(
    /CREATE TABLE "(\w+)" \([^;]*"org_id" UUID NOT NULL[^;]*\)(?=;)/g,
    (table, name) => {
      const parts = Array.from(
        { length: partitions },
        (_, part) => `
        CREATE TABLE "${name}_${part}" PARTITION OF "${name}"
        FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${part})`,
      )
      return [`${table} PARTITION BY HASH ("org_id")`, ...parts].join(';')
    },
  )
  // How rows are stored is said of each part.
  return cut.replaceAll(/ALTER TABLE "(\w+)" (SET \([^;]*\));/g, (_, name, settings) =>
    Array.from({ length: partitions }, (_, part) => `ALTER TABLE "${name}_${part}" ${settings};`).join(''),
  )
}

/** Makes the database anew with cut tables; what says which migrations it has stays. */
async function partition(database: TestDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const names = readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const sql = names.map(({ name }) => readFileSync(join(migrations, name, 'migration.sql'), 'utf8'))
  await client.query(`
    ALTER SCHEMA public RENAME TO before;
    CREATE SCHEMA public;
    ALTER TABLE before._prisma_migrations SET SCHEMA public;
    DROP SCHEMA before CASCADE;
    ${partitioned(sql.join('\n'))}`)
  await client.end()
}

describe('a schema whose tables are partitioned by org', () => {
  let database: TestDatabase
  let stack: Stack
  let twilio: SimulatedTwilio
  let tenants: Tenant[]

  beforeAll(async () => {
    database = await createTestDatabase()
    await partition(database)
    stack = await startStack({ databaseUrl: database.url, simulator: true })
    twilio = new SimulatedTwilio(stack)
    tenants = await twilio.connect(6)
  })

  afterAll(async () => {
    await stack?.stop()
    await database?.drop()
  })

  it('leaves out no table that holds an org’s rows', async () => {
    const whole = await withDatabase(stack, (client) =>
      client.query(
        `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition`,
      ),
    )
    expect(whole.rows).toEqual([])
  })

  it('takes in what customers write, once, and sends what is answered', async () => {
    for (const tenant of tenants) {
      await tenant.receive({ MessageSid: 'SMsame', From: 'whatsapp:+15005550006' })
      await tenant.receive({ MessageSid: 'SMsame', From: 'whatsapp:+15005550006' })
      await twilio.write(tenant, '+15005550006', 'Still there?')
    }
    for (const tenant of tenants) {
      expect((await tenant.waitForInbound(2)).map(({ content }) => content.body)).toEqual([
        'Hello',
        'Still there?',
      ])
      const [conversation] = await tenant.conversations()
      const path = `/messaging/conversations/${conversation?.id}`
      await tenant.call('POST', `${path}/read`)
      const reply = { clientId: 'reply', body: 'Yes' }
      await tenant.call('POST', `${path}/send`, reply)
      await tenant.call('POST', `${path}/send`, reply)
      await waitFor(async () => (await twilio.taken(tenant)).length > 0)
      await waitFor(async () =>
        (await tenant.messagesOf(conversation?.id ?? '')).some(
          (message: Message) => message.sid && message.clientId,
        ),
      )
      expect(await twilio.taken(tenant)).toHaveLength(1)
      expect(await tenant.conversations()).toMatchObject([{ unreadCount: 0 }])
    }
  })

  it('still holds that one org of all has a number proven', async () => {
    const [one, other] = tenants as [Tenant, Tenant]
    const { externalPhoneId, accountSid } = one.account
    const squat = { externalPhoneId, accountSid, authToken: 'another' }
    expect(await other.refusal('POST', '/chat-accounts', squat)).toMatchObject({ code: 'already_claimed' })
    await withDatabase(stack, async (client) => {
      const steal = `INSERT INTO chat_account
          (org_id, id, external_phone_id, address, account_sid, proven_at, updated_at)
        SELECT $1, gen_random_uuid(), external_phone_id, address, account_sid, now(), now()
        FROM chat_account WHERE org_id = $2`
      await expect(client.query(steal, [other.orgId, one.orgId])).rejects.toThrow('number_holder_pkey')
    })
  })
})
