import { waitFor, type Stack } from '@cloudpa/testing/kit'
import type pg from 'pg'

/**
 * Ends every connection but this one: what a connection read is counted at its end. Resolves when the API has new ones,
 * which it gets in a hundredth of the time that a start of it takes.
 */
export async function endConnections({ apiUrl }: Stack, client: pg.Client): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  await waitFor(async () => (await fetch(`${apiUrl}/health/ready`)).ok, {
    what: 'an API that is ready again',
  })
  await client.query('SELECT pg_stat_force_next_flush()')
}

/** How many rows of each of these tables some work of the API's reads, in whichever way. Nothing else may read meanwhile. */
export async function countRowsRead(
  stack: Stack,
  client: pg.Client,
  tables: readonly string[],
  work: () => Promise<unknown>,
): Promise<number[]> {
  const readSoFar = async () => {
    await endConnections(stack, client)
    const { rows } = await client.query<{ relname: string; read: number }>(
      'SELECT relname, (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_user_tables',
    )
    return tables.map((table) => rows.find(({ relname }) => relname === table)?.read ?? 0)
  }
  const before = await readSoFar()
  await work()
  return (await readSoFar()).map((count, at) => count - (before[at] ?? 0))
}
