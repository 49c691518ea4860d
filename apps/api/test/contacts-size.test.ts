import type { ContactPage, ImportAnswer } from '@cloudpa/contracts/contacts'
import { startStack, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCustomers } from './add-customers.js'
import { countRowsRead } from './count-rows-read.js'
import { withDatabase } from './database.js'
import { Tenant } from './tenant.js'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ worker: false })
})
afterAll(() => stack?.stop())

const customers = 5_000
const pages = 20
const pageSize = 30
const tables = ['contact', 'handle', 'conversation', 'message']

const readBy = (client: pg.Client, work: () => Promise<unknown>) => countRowsRead(stack, client, tables, work)

/** A small org beside a big one. */
async function meet(client: pg.Client): Promise<{ small: Tenant; big: Tenant }> {
  const [small, big] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  await addCustomers(client, small, 100)
  await addCustomers(client, big, customers)
  await client.query('VACUUM ANALYZE')
  return { small, big }
}

it('reads the rows that a page of the list shows, however many contacts there are', async () => {
  await withDatabase(stack, async (client) => {
    const { big } = await meet(client)
    let shown = 0
    const read = await readBy(client, async () => {
      let cursor: string | null = ''
      for (let page = 0; page < pages; page += 1) {
        const path: string = `/contacts?limit=${pageSize}${cursor && `&cursor=${cursor}`}`
        const { items, nextCursor, total } = await big.call<ContactPage>('GET', path)
        expect(total).toBe(page === 0 ? customers : null)
        shown += items.filter(({ phone, conversationId }) => phone && conversationId).length
        cursor = nextCursor
      }
    })
    expect(shown).toBe(pages * pageSize)
    expect(read[0]).toBeGreaterThanOrEqual(shown)
    // All are counted once, and those of them that the vacuum has been over by the index alone.
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(
      3 * shown + customers,
    )
  })
})

it('searches the org’s own contacts, and none of another’s', async () => {
  await withDatabase(stack, async (client) => {
    const { small } = await meet(client)
    const read = await readBy(client, async () => {
      for (const q of ['ann', 'nobody', '5000007', 'ann 50']) {
        const { total } = await small.call<ContactPage>('GET', `/contacts?q=${encodeURIComponent(q)}`)
        expect(total).toBe({ ann: 100, nobody: 0, '5000007': 1, 'ann 50': 0 }[q])
      }
    })
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(customers)
  })
})

it('counts of a search no more than tell that there are many, and leads on behind them', async () => {
  await withDatabase(stack, async (client) => {
    const { big } = await meet(client)
    const first = await big.call<ContactPage>('GET', `/contacts?q=ann&limit=${pageSize}`)
    expect([first.total, first.items.length]).toEqual([1_000, pageSize])
    const next = await big.call<ContactPage>('GET', `/contacts?q=ann&limit=200&cursor=${first.nextCursor}`)
    expect([next.total, next.items.length]).toEqual([null, 200])
    expect((await big.call<ContactPage>('GET', '/contacts?limit=1')).total).toBe(customers)
  })
})

it('names and imports by the rows that are named, however many others there are', async () => {
  await withDatabase(stack, async (client) => {
    const { big } = await meet(client)
    const [one] = (await big.call<ContactPage>('GET', '/contacts?limit=1')).items
    const named = await readBy(client, async () => {
      for (let n = 0; n < 10; n += 1) await big.call('PATCH', `/contacts/${one?.id}`, { name: `Name ${n}` })
    })
    expect(Math.max(...named), `of ${tables.join(', ')}: ${named.join(', ')}`).toBeLessThan(200)
    const rows = 500
    const lines = Array.from({ length: rows }, (_, n) => `Ben ${n},+1500${5_000_001 + n * 10}`)
    const read = await readBy(client, async () => {
      const answer = await fetch(`${stack.apiUrl}/api/v1/contacts/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${big.apiKey}`, 'content-type': 'text/csv' },
        body: `name,phone\n${lines.join('\n')}`,
      })
      expect((await answer.json()) as ImportAnswer).toMatchObject({ renamed: rows })
    })
    expect(read[0]).toBeGreaterThanOrEqual(rows)
    expect(Math.max(...read), `of ${tables.join(', ')}: ${read.join(', ')}`).toBeLessThan(10 * rows)
  })
})
