import type { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { statementNameGenerator } from './statement-name.js'

/** What a transaction says as it begins, and whether it may only read. */
export interface Scope {
  settings: string
  readOnly: boolean
}

/** What Prisma's adapter has and does not export: how it tells an error of the driver in Prisma's words. */
interface Adapter {
  onError: (error: unknown) => never
}

const adapterName = 'scoped-pg'

/** A transaction in one scope. Its BEGIN isn't waited for: the first query leaves right behind it. */
class ScopedTransaction implements Transaction {
  readonly provider = 'postgres'
  readonly adapterName = adapterName
  /** Leaves COMMIT and ROLLBACK to the methods here; Prisma would send them as queries of its own. */
  readonly options = { usePhantomQuery: true }
  private isOver = false
  private readonly begun: Promise<unknown>

  constructor(
    private readonly client: pg.PoolClient,
    private readonly io: SqlQueryable,
    private readonly scope: Scope,
    isolation: IsolationLevel | undefined,
    onError: Adapter['onError'],
  ) {
    // Without a listener the error of a connection in use would end the process; its query hears of it too.
    client.on('error', ignore)
    const begin = `BEGIN ISOLATION LEVEL ${isolation ?? 'READ COMMITTED'}${scope.readOnly ? ' READ ONLY' : ''}`
    this.begun = client.query(`${begin}; ${scope.settings}`).catch(onError)
    // Where nothing is asked nobody waits for it.
    this.begun.catch(ignore)
  }

  queryRaw = async (query: SqlQuery) => this.asked(this.open().queryRaw(query))
  executeRaw = async (query: SqlQuery) => this.asked(this.open().executeRaw(query))
  rollback = () => this.end('ROLLBACK')

  async commit(): Promise<void> {
    const ended = this.end('COMMIT')
    // Who only read has nothing to lose by a COMMIT that fails, so the answer doesn't wait for it.
    if (this.scope.readOnly) ended.catch(ignore)
    else await ended
  }

  /**
   * Where all of BEGIN was refused, a query finds nothing, in a role that sees none, and no fault with that. Where a part
   * of it was, that is why the query failed.
   */
  private asked<T>(answer: Promise<T>): Promise<T> {
    return answer.finally(() => this.begun)
  }

  /** Prisma may go on with a query's later steps after its transaction, when the connection is another org's. */
  private open(): SqlQueryable {
    if (this.isOver) throw new Error('The transaction of this query is over.')
    return this.io
  }

  private async end(sql: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    this.isOver = true
    let failure: unknown
    try {
      await this.io.executeRaw({ sql, args: [], argTypes: [] })
    } catch (error) {
      failure = error
      throw error
    } finally {
      this.client.off('error', ignore)
      // A connection that could not end its transaction is nobody else's.
      this.client.release(failure !== undefined)
    }
  }
}

/**
 * Prisma's adapter, whose transactions begin in the scope that they are asked for in. Whoever disposes of it ends the
 * pool.
 */
export function scopedAdapter(
  pool: pg.Pool,
  scopes: AsyncLocalStorage<Scope>,
  schema: string | undefined,
): SqlDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect()
    const { onError } = adapter as unknown as Adapter
    const IoOn = adapter.constructor as new (client: pg.PoolClient, options: object) => SqlQueryable
    adapter.startTransaction = async (isolation) => {
      // Read here and nowhere below: the pool and Prisma run later steps in the context of somebody else's.
      const scope = scopes.getStore()
      if (!scope) throw new Error('This client has no transactions but those of an org.')
      const client = await pool.connect().catch(onError)
      return new ScopedTransaction(
        client,
        new IoOn(client, { statementNameGenerator }),
        scope,
        isolation,
        onError,
      )
    }
    return adapter
  }
  return { provider: 'postgres', adapterName, connect }
}

function ignore(): void {}
