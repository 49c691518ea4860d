import type pg from 'pg'

/** A statement that each connection parses and plans once, by its name. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

/**
 * Asks one statement in a read-only transaction of its own. BEGIN and COMMIT leave together with it, so that all takes
 * one round trip, and a small part of the processor time of a transaction of Prisma's.
 * @param settings what the transaction says as it begins, as in scope.ts
 * @returns the rows as the driver reads them: a bigint or a numeric is a string
 * @throws the driver's error
 */
export async function askInScope<T extends object>(
  pool: pg.Pool,
  settings: string,
  statement: Statement,
): Promise<T[]> {
  const client = await pool.connect()
  // Without a listener the error of a connection in use would end the process; its query hears of it too.
  client.on('error', ignore)
  const begun = client.query(`BEGIN READ ONLY; ${settings}`)
  begun.catch(ignore)
  const asked = client.query<T>(statement)
  // Who only read has nothing to lose by a COMMIT that fails; but a connection that could not end is nobody else's.
  const release = (isBroken: boolean) => {
    client.off('error', ignore)
    client.release(isBroken)
  }
  client.query('COMMIT').then(
    () => release(false),
    () => release(true),
  )
  // Where all of BEGIN was refused, the statement found nothing, in a role that sees none, and no fault with that.
  const { rows } = await asked
  await begun
  return rows
}

function ignore(): void {}
