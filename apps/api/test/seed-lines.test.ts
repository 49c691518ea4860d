import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase } from '@cloudpa/testing/kit'
import pg from 'pg'
import { expect, it } from 'vitest'

/** The command with its lines on standard input. */
async function seedLines(env: NodeJS.ProcessEnv, ...lines: object[]): Promise<unknown[]> {
  const cwd = new URL('..', import.meta.url)
  const command = promisify(execFile)(process.execPath, ['bundle/cli.js', 'seed', '-'], { cwd, env })
  command.child.stdin?.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const { stdout } = await command
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

it('seeds a database whose queue is on Redis, and so has no tables of a queue', async () => {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'cloudpa-seed-'))
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  await admin.query('DROP SCHEMA bullmq CASCADE')
  await admin.end()
  // Nothing listens there: a seed puts nothing into a queue.
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    REDIS_URL: 'redis://127.0.0.1:1',
  }
  const seeded = await seedLines(
    env,
    { orgs: [{ slug: 'one', name: 'One' }] },
    { orgs: [{ slug: 'two', name: 'Two' }] },
  )
  expect(seeded).toMatchObject([{ orgs: [{ slug: 'one' }] }, { orgs: [{ slug: 'two' }] }])
  rmSync(dataDir, { recursive: true })
  await database.drop()
})
