import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../src/kit.js'
import { waitForHttp } from '@cloudpa/local/wait-for'
import { Commands } from './commands.js'

const commands = new Commands()
beforeEach(() => commands.prepare())
afterEach(() => commands.clear())

test('no process migrates: it refuses an empty database, and migrate makes that fit', async () => {
  for (const name of ['api', 'worker:inbound']) {
    const refused = commands.run(name)
    expect(await refused.exited).toMatchObject({ code: 1 })
    expect(refused.output()).toMatch(
      /lacks the migration \w+_init\. Run npm run migrate, then start again\.$/,
    )
  }
  const migrate = commands.run('migrate')
  expect(await migrate.exited).toMatchObject({ code: 0 })
  expect(migrate.output()).toContain('The database is up to date.')
  const api = commands.run('api')
  await waitForHttp(`http://127.0.0.1:${commands.ports.PORT}/health/ready`, () => api.describeEnd())
})

const insert = (values: string) =>
  `INSERT INTO _prisma_migrations (id, migration_name, checksum, finished_at) VALUES (${values})`

test.each([
  ['made by a newer version', insert(`'a', '2099_later', 'c', now()`), '2099_later: start the newer version'],
  ['half migrated', insert(`'a', '2099_half', 'c', NULL`), '2099_half was begun and is not finished'],
  [
    'made by an unreleased build',
    'UPDATE _prisma_migrations SET checksum = reverse(checksum)',
    'delete .data (with DATABASE_URL: name an empty database) to start over',
  ],
  [
    'with a queue of a newer version',
    'UPDATE bullmq.migration SET min_client_version = 99',
    'start that one',
  ],
])('migrate refuses a database %s', async (_, sql, sentence) => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  try {
    await client.connect()
    await client.query(sql)
    await client.end()
    const migrate = commands.run('migrate', { DATABASE_URL: database.url })
    expect(await migrate.exited).toMatchObject({ code: 1 })
    expect(migrate.output()).toContain(sentence)
    expect(migrate.output()).not.toMatch(/^\s+at /m)
  } finally {
    await database.drop()
  }
})
