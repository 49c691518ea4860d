import type { ErrorBody } from '@cloudpa/contracts/errors'
import {
  createTestDatabase,
  startStack,
  startWire,
  waitFor,
  type Stack,
  type TestDatabase,
  type TestProcess,
  type Wire,
} from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf } from './refusal-of.js'

let database: TestDatabase
let wire: Wire
let stack: Stack
/** How often somebody looked at the migrations. */
let looks = 0
beforeAll(async () => {
  database = await createTestDatabase()
  wire = await startWire(database.url, (sent) => {
    looks += sent.toString('latin1').split('_prisma_migrations').length - 1
  })
  // The queue lives in PostgreSQL here, because its tables are looked at too.
  stack = await startStack({ databaseUrl: wire.url, api: false, worker: false, env: { REDIS_URL: '' } })
})
afterAll(async () => {
  await stack.stop()
  await wire.stop()
  await database.drop()
})

async function runSql(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** What a process says when it refuses to start, with exit code 1. */
async function refusalAtStart(process: TestProcess): Promise<string> {
  await expect(process.start()).rejects.toThrow('exit code 1')
  return process.output()
}

interface Fault {
  name: string
  breaks: string
  mends: string
  says: string[]
}

const behind: Fault = {
  name: 'behind this version',
  breaks: 'ALTER TABLE _prisma_migrations RENAME TO aside',
  mends: 'ALTER TABLE aside RENAME TO _prisma_migrations',
  says: ['lacks the migration 20261120180000_init', 'Run npm run migrate'],
}

const ahead: Fault = {
  name: 'ahead of this version',
  breaks: `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
           VALUES ('later', 'c', '20991231000000_later', now())`,
  mends: `DELETE FROM _prisma_migrations WHERE id = 'later'`,
  says: ['20991231000000_later', 'start the newer version', 'restore the backup'],
}

const faults: Fault[] = [
  behind,
  ahead,
  {
    name: 'half migrated',
    breaks: `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('half', 'c', '20991231000000_half')`,
    mends: `DELETE FROM _prisma_migrations WHERE id = 'half'`,
    says: [
      'The migration 20991231000000_half was begun and is not finished',
      '--rolled-back 20991231000000_half',
    ],
  },
  {
    name: 'made by another text of a migration',
    breaks: `UPDATE _prisma_migrations SET checksum = reverse(checksum)`,
    mends: `UPDATE _prisma_migrations SET checksum = reverse(checksum)`,
    says: ['another text of the migration 20261120180000_init', 'delete .data'],
  },
  {
    name: 'without the tables of the queue',
    breaks: 'ALTER TABLE bullmq.migration RENAME TO aside',
    mends: 'ALTER TABLE bullmq.aside RENAME TO migration',
    says: ["The queue's tables are older than this version. Run npm run migrate"],
  },
  {
    name: 'with a queue of a newer version',
    breaks: 'UPDATE bullmq.migration SET min_client_version = min_client_version + 100',
    mends: 'UPDATE bullmq.migration SET min_client_version = min_client_version - 100',
    says: ["older than the queue's tables: start the newer version"],
  },
]

describe('a start on a database', () => {
  it.each(faults)('$name is refused with what to do', async ({ breaks, mends, says }) => {
    await runSql(breaks)
    try {
      const said = await refusalOf({ DATABASE_URL: database.url })
      for (const part of says) expect(said).toContain(part)
    } finally {
      await runSql(mends)
    }
  })

  it('is refused by the API, the worker and the command line alike', async () => {
    await runSql(behind.breaks)
    try {
      const { api, worker } = stack.processes
      for (const said of await Promise.all([refusalAtStart(api), refusalAtStart(worker)])) {
        expect(said).toContain('Run npm run migrate')
      }
      await expect(stack.seed({ orgs: [] })).rejects.toThrow('Run npm run migrate')
    } finally {
      await runSql(behind.mends)
    }
  })

  it.each([
    ['that does not exist', { pathname: '/nobody' }, 'database "nobody" does not exist'],
    ['under a wrong password', { password: 'wrong' }, 'password authentication failed'],
  ])('%s is refused', async (_, change, reason) => {
    const url = Object.assign(new URL(database.url), change)
    const sentence = `DATABASE_URL: PostgreSQL at ${url.host}${url.pathname} can't be used: ${reason}`
    expect(await refusalOf({ DATABASE_URL: url.href })).toContain(sentence)
  })
})

it('is not ready any more once the database was migrated past it', async () => {
  await stack.processes.api.start()
  const readiness = () => fetch(`${stack.apiUrl}/health/ready`)
  const answers = async (status: number) => (await readiness()).status === status
  await waitFor(() => answers(200))
  await runSql(ahead.breaks)
  await waitFor(() => answers(503))
  // A stranger hears that it is so, and the log says why.
  expect(((await (await readiness()).json()) as ErrorBody).error.message).toBe('Not ready yet.')
  expect(stack.processes.api.output()).toMatch(/not ready: .*start the newer version/)
  await runSql(ahead.mends)
  await waitFor(() => answers(200))

  looks = 0
  await Promise.all(Array.from({ length: 100 }, readiness))
  expect(looks).toBeLessThan(20)
})
