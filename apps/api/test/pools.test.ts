import { createPool, createSystem, sessionLimits } from '@cloudpa/db'
import { createTestDatabase, startWire, type TestDatabase, type Wire } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'

const timeoutMs = 300

let database: TestDatabase
let wire: Wire
beforeAll(async () => {
  database = await createTestDatabase()
  // The connection that says so is neither closed nor heard again, and all others are whole.
  wire = await startWire(database.url, (sent, line) => sent.includes('falls silent') && line.freeze())
})
afterAll(async () => {
  await wire.stop()
  await database.drop()
})

it('works on after a connection fell silent in a transaction', async () => {
  const system = createSystem({ url: wire.url, poolSize: 1, timeoutMs })
  await expect(system.$transaction((tx) => tx.$queryRaw`SELECT 'falls silent'`)).rejects.toThrow()
  expect(await system.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
  await system.$disconnect()
})

it('tells whoever listens on a connection that it fell silent, and works in the schema it is given', async () => {
  const pool = createPool({ url: wire.url, schema: 'bullmq', poolSize: 1, timeoutMs })
  const client = await pool.connect()
  const lost = new Promise<Error>((tell) => client.once('error', tell))
  await expect(client.query(`SELECT 'falls silent'`)).rejects.toThrow('timeout')
  client.release(await lost)
  const { rows } = await pool.query('SELECT current_schema() AS schema')
  expect(rows).toEqual([{ schema: 'bullmq' }])
  await pool.end()
})

it('waits for no answer much longer than the server may take, and asks idle connections whether they live', async () => {
  const pool = createPool({ url: wire.url, poolSize: 1 })
  const { query_timeout, keepAlive, keepAliveInitialDelayMillis } = pool.options
  expect(query_timeout).toBeGreaterThan(sessionLimits.statement_timeout)
  expect(query_timeout).toBeLessThan(2 * sessionLimits.statement_timeout)
  expect([keepAlive, keepAliveInitialDelayMillis]).toEqual([true, 10_000])
  await pool.end()
})
