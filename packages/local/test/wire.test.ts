import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../src/test-database.js'
import { waitFor } from '../src/wait-for.js'
import { startWire, type Wire } from '../src/wire.js'

async function withWire(run: (wire: Wire, open: () => Promise<pg.Client>) => Promise<void>) {
  const database = await createTestDatabase()
  const wire = await startWire(database.url)
  const clients: pg.Client[] = []
  const open = async () => {
    const client = new pg.Client({ connectionString: wire.url })
    client.on('error', () => undefined)
    clients.push(client)
    await client.connect()
    return client
  }
  try {
    await run(wire, open)
  } finally {
    wire.mend()
    await Promise.all(clients.map((client) => client.end()))
    await wire.stop()
    await database.drop()
  }
}

const portOf = async (client: pg.Client) => {
  const sql = 'SELECT client_port FROM pg_stat_activity WHERE pid = pg_backend_pid()'
  return (await client.query<{ client_port: number }>(sql)).rows[0]?.client_port
}

describe('a wire', () => {
  it('that is cut breaks what is open and what comes, until it is mended', () =>
    withWire(async (wire, open) => {
      const client = await open()
      const sleeping = client.query('SELECT pg_sleep(60)')
      wire.cut()
      await expect(sleeping).rejects.toThrow()
      await expect(open()).rejects.toThrow()
      wire.mend()
      await (await open()).query('SELECT 1')
    }))

  it('that is frozen says nothing to anybody, and tells it late when it is mended', () =>
    withWire(async (wire, open) => {
      const client = await open()
      const watcher = await open()
      let isAnswered = false
      wire.freeze(await portOf(client))
      const answer = client.query('SELECT 1').then(() => (isAnswered = true))
      // Another connection goes to the server and back in the meantime.
      for (let trip = 0; trip < 20; trip += 1) await watcher.query('SELECT 1')
      expect(isAnswered).toBe(false)
      wire.freeze()
      const late = open()
      wire.mend()
      await waitFor(() => isAnswered)
      await Promise.all([answer, late])
    }))
})
