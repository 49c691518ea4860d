import type pg from 'pg'

/** A statement that each connection parses and plans once, by its name. */
export interface Statement {
  name: string
  text: string
  values: unknown[]
}

/**
 * Asks statements in a read-only transaction of their own. BEGIN and COMMIT leave together with them, so that all takes
 * one round trip, and a small part of the processor time of a transaction of Prisma's.
 * @param settings what the transaction says as it begins, as in scope.ts
 * @returns the rows of each as the driver reads them: a bigint or a numeric is a string
 * @throws the driver's error: of the transaction's beginning, or else of the first statement that failed
 */
export async function askInScope<T extends object[]>(
  pool: pg.Pool,
  settings: string,
  statements: { [At in keyof T]: Statement },
): Promise<{ [At in keyof T]: T[At][] }> {
  const client = await pool.connect()
  // Without a listener the error of a connection in use would end the process; its query hears of it too.
  client.on('error', ignore)
  // Should it fail, so does what follows, in an aborted transaction or on a connection in a role that sees nothing.
  const begun = client.query(`BEGIN READ ONLY; ${settings}`)
  begun.catch(ignore)
  const asked = statements.map((statement) => client.query(statement))
  // Who only read has nothing to lose by a COMMIT that fails; but a connection that could not end is nobody else's.
  const release = (isBroken: boolean) => {
    client.off('error', ignore)
    client.release(isBroken)
  }
  client.query('COMMIT').then(
    () => release(false),
    () => release(true),
  )
  // Where all of BEGIN was refused, a statement found nothing, in a role that sees none, and no fault with that. Where a
  // part of it was, that is why the statements failed.
  const answers = await Promise.all(asked).finally(() => begun)
  return answers.map(({ rows }) => rows) as { [At in keyof T]: T[At][] }
}

function ignore(): void {}
