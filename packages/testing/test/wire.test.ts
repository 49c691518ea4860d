import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '../src/test-database.js'
import { startWire, type Tapped, type Wire } from '../src/wire.js'

async function withWire(
  run: (wire: Wire, open: (url?: string) => Promise<pg.Client>, directUrl: string) => Promise<void>,
  tap?: (sent: Buffer, line: Tapped) => void,
) {
  const database = await createTestDatabase()
  const wire = await startWire(database.url, tap)
  const clients: pg.Client[] = []
  const open = async (connectionString = wire.url) => {
    const client = new pg.Client({ connectionString })
    client.on('error', () => undefined)
    clients.push(client)
    await client.connect()
    return client
  }
  try {
    await run(wire, open, database.url)
  } finally {
    wire.mend()
    await Promise.all(clients.map((client) => client.end()))
    await wire.stop()
    await database.drop()
  }
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
    withWire(async (wire, open, directUrl) => {
      const [client, direct] = [await open(), await open(directUrl)]
      let isAnswered = false
      wire.freeze()
      const answer = client.query('SELECT 1').then(() => (isAnswered = true))
      const late = open()
      for (let trip = 0; trip < 20; trip += 1) await direct.query('SELECT 1')
      expect(isAnswered).toBe(false)
      wire.mend()
      await Promise.all([answer, late])
    }))

  it('that is tapped breaks one connection at a word, before it passes', () =>
    withWire(
      async (_wire, open) => {
        const [struck, spared] = [await open(), await open()]
        await expect(struck.query(`SELECT 'now'`)).rejects.toThrow()
        await spared.query('SELECT 1')
      },
      (sent, line) => sent.includes("'now'") && line.cut(),
    ))
})
