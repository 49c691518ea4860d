import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { startPrivatePostgres, startStack, type PrivatePostgres, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readEnv } from '../src/env.js'
import { awaitDatabase } from '../src/platform/await-database.js'
import { refusalOf } from './refusal-of.js'
import { Tenant } from './tenant.js'

/** Of the installation, whose database outlives each stack. */
const key = `a:${Buffer.alloc(32, 'a').toString('base64')}`

let server: PrivatePostgres
let admin: pg.Client
const stacks: Stack[] = []

/** A server of somebody else's: our logins may do nothing there but what its administrator granted. */
beforeAll(async () => {
  server = await startPrivatePostgres()
  admin = new pg.Client({ connectionString: urlOf({ database: 'postgres' }) })
  await admin.connect()
  // As it is before anybody has heard of Cloud PA: roles can't go while a database knows of them.
  const { rows: databases } = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')`,
  )
  for (const sql of [
    ...databases.flatMap(({ name }) => [
      `ALTER DATABASE "${name}" IS_TEMPLATE false`,
      `DROP DATABASE "${name}" WITH (FORCE)`,
    ]),
    'DROP ROLE cloudpa_tenant, cloudpa_batch',
    `CREATE ROLE plain LOGIN PASSWORD 'secret'`,
    `CREATE ROLE app LOGIN PASSWORD 'secret'`,
    'CREATE DATABASE cloudpa OWNER plain',
    'CREATE DATABASE another OWNER plain',
  ])
    await admin.query(sql)
})
afterEach(() => Promise.all(stacks.splice(0).map((stack) => stack.stop())))
afterAll(async () => {
  await admin.end()
  await server.remove()
})

function urlOf({ login, database = 'cloudpa' }: { login?: string; database?: string }): string {
  const url = new URL(server.url)
  url.pathname = `/${database}`
  if (login) Object.assign(url, { username: login, password: 'secret' })
  return url.href
}

/** Runs the operator's command on the server. */
function migrate(): Promise<{ failed: boolean; said: string }> {
  const launcher = join(import.meta.dirname, '../../../packages/local/bin/cloudpa.mjs')
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, DATABASE_URL: urlOf({ login: 'plain' }) }
  return new Promise((done) =>
    execFile(process.execPath, [launcher, 'migrate'], { env }, (error, stdout, stderr) =>
      done({ failed: error !== null, said: stdout + stderr }),
    ),
  )
}

async function start(env: Record<string, string> = {}): Promise<Stack> {
  const stack = await startStack({
    databaseUrl: urlOf({ login: 'plain' }),
    env: { REDIS_URL: '', ENCRYPTION_KEYS: key, ...env },
  })
  stacks.push(stack)
  return stack
}

const settings = (env: Record<string, string> = {}) => ({ DATABASE_URL: urlOf({ login: 'plain' }), ...env })

/** What a process says as it refuses to start. */
const refusal = (env?: Record<string, string>) => refusalOf(settings(env))

/** Nothing keeps a process from its start; that it works then is seen above. */
const expectAccepted = (env?: Record<string, string>) => awaitDatabase(readEnv(settings(env)))

/** Two orgs on a stack that each get a message, and see their own. */
async function useInbox(stack: Stack): Promise<void> {
  const tenants = await Tenant.createMany(stack, [{}, {}])
  for (const tenant of tenants) {
    await tenant.receive({ Body: tenant.orgId })
    expect((await tenant.waitForInbound(1)).map(({ content }) => content.body)).toEqual([tenant.orgId])
    expect(await tenant.conversations()).toHaveLength(1)
  }
}

describe('on a server where our login may not make roles', () => {
  it('migrate says what an administrator has to run, and goes through once that was done', async () => {
    const refused = await migrate()
    expect(refused).toMatchObject({ failed: true })
    const [, statements = ''] = /run: (.*)$/m.exec(refused.said) ?? []
    expect(statements.match(/CREATE ROLE|GRANT/g)).toHaveLength(4)
    await admin.query(statements)
    expect(await migrate()).toMatchObject({ failed: false })
  })

  it('the product works with that one login', async () => {
    await useInbox(await start())
  })

  it('works as well with a login for the orgs’ own work that sees nothing else', async () => {
    await admin.query('GRANT cloudpa_tenant, cloudpa_batch TO app')
    const stack = await start({ APP_DATABASE_URL: urlOf({ login: 'app' }) })
    await useInbox(stack)
    const { rows } = await admin.query<{ usename: string }>(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'cloudpa' ORDER BY usename`,
    )
    expect(rows.map(({ usename }) => usename)).toEqual(['app', 'plain'])
  })

  it.each([
    ['owns the tables', 'plain', 'The login "plain" owns the tables, so that it could see every business'],
    ['is another database’s', 'app', 'APP_DATABASE_URL must lead to the same database', 'another'],
    ['is nobody’s', 'stranger', 'APP_DATABASE_URL: PostgreSQL at'],
  ])(
    'the start refuses a login for the orgs’ own work that %s',
    async (_, login, sentence, database?: string) => {
      const url = urlOf({ login, ...(database && { database }) })
      expect(await refusal({ APP_DATABASE_URL: url })).toContain(sentence)
    },
  )

  it.each([
    ['is in a role that bypasses all policies', ['CREATE ROLE auditors BYPASSRLS', 'GRANT auditors TO app']],
    ['is in a superuser', ['GRANT postgres TO app']],
    ['is in the owner of the tables', ['GRANT plain TO app']],
    ['is shown all rows', ['ALTER POLICY system ON org TO plain, app']],
  ])('the start refuses a login for the orgs’ own work that %s', async (_, granted) => {
    const inside = new pg.Client({ connectionString: urlOf({}) })
    await inside.connect()
    try {
      for (const sql of granted) await inside.query(sql)
      const said = await refusal({ APP_DATABASE_URL: urlOf({ login: 'app' }) })
      expect(said).toMatch(/APP_DATABASE_URL: The login "app" .*, so that it could see every business/)
    } finally {
      for (const sql of [
        'REVOKE postgres, plain FROM app',
        'DROP ROLE IF EXISTS auditors',
        'ALTER POLICY system ON org TO plain',
      ])
        await inside.query(sql)
      await inside.end()
    }
  })

  it('the start says what to run when policies don’t hold for one of our roles', async () => {
    await admin.query('ALTER ROLE cloudpa_batch BYPASSRLS')
    const said = await refusal()
    expect(said).toContain('DATABASE_URL: Row-level security does not hold for cloudpa_batch')
    await admin.query(/run: (.*)$/m.exec(said)?.[1] ?? '')
    await expectAccepted()
  })

  it.each(['plain', 'app'])('the start says what to run when %s may not take on the roles', async (login) => {
    await admin.query(`REVOKE cloudpa_tenant FROM ${login}`)
    const said = await refusal({ APP_DATABASE_URL: urlOf({ login: 'app' }) })
    expect(said).toMatch(/^(APP_)?DATABASE_URL: The login/m)
    const [, statements = ''] = /run: (.*)$/m.exec(said) ?? []
    expect(statements).toContain(`TO "${login}"`)
    await admin.query(statements)
    await expectAccepted({ APP_DATABASE_URL: urlOf({ login: 'app' }) })
  })

  it('the start says what to run when the tables were made by another login', async () => {
    for (const sql of [
      `CREATE ROLE heir LOGIN PASSWORD 'secret'`,
      'GRANT cloudpa_tenant, cloudpa_batch TO heir',
      'ALTER DATABASE cloudpa OWNER TO heir',
    ])
      await admin.query(sql)
    const inside = new pg.Client({ connectionString: urlOf({}) })
    await inside.connect()
    try {
      // As a restore without owners leaves it; policies keep the name they were made for.
      await inside.query('REASSIGN OWNED BY plain TO heir')
      const heir = { DATABASE_URL: urlOf({ login: 'heir' }) }
      const said = await refusal(heir)
      expect(said).toContain(
        'DATABASE_URL: The tables show their rows to the login that made them, and not to "heir"',
      )
      await inside.query(/run: (.*)$/m.exec(said)?.[1] ?? '')
      await expectAccepted(heir)
    } finally {
      await inside.end()
    }
  })
})
