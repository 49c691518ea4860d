// The database driver that the WebAssembly schema engine works through: adapter-pg, corrected where it is written
// for queries of an application rather than for reading and writing schemas.
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

/** OIDs of PostgreSQL's `"char"` (one byte, used all over its catalog) and `text`. */
const CHAR_OID = 18
const TEXT_OID = 25

/**
 * Reads a connection URL as Prisma writes it.
 * @param {string} url postgresql://user:password@host:port/database?schema=…&sslmode=…
 * @returns {{ config: pg.PoolConfig, schema: string | undefined }}
 */
export function parseDatabaseUrl(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const sslmode = searchParams.get('sslmode') ?? 'prefer'
  const encrypted = ['require', 'verify-ca', 'verify-full', 'no-verify'].includes(sslmode)
  return {
    schema: searchParams.get('schema') ?? undefined,
    config: {
      host: searchParams.get('host') ?? decodeURIComponent(hostname),
      port: Number(port || 5432),
      user: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
      database: decodeURIComponent(pathname.slice(1)) || 'postgres',
      ssl: encrypted ? { rejectUnauthorized: sslmode.startsWith('verify') } : undefined,
      max: 4,
    },
  }
}

/** The engine reads `"char"` columns as characters, which adapter-pg has no column type for. */
function readCharacters(adapter) {
  const { queryRaw } = adapter
  adapter.queryRaw = async (query) => {
    const answer = await adapter.performIO(query)
    const characters = answer.fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []))
    for (const index of characters) answer.fields[index].dataTypeID = TEXT_OID
    const result = await queryRaw.call({ performIO: async () => answer, pgOptions: adapter.pgOptions }, query)
    for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
}

/** adapter-pg splits a script at every ";", which breaks function bodies and strings; PostgreSQL takes it whole. */
function runScriptsWhole(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
}

/** Opens connections for the schema engine, to the database itself and to a shadow database beside it. */
export class SchemaEngineDriver extends PrismaPg {
  async connect() {
    const adapter = await super.connect()
    readCharacters(adapter)
    runScriptsWhole(adapter)
    return adapter
  }

  /** adapter-pg drops the shadow database while its own pool still holds it open: here the pool ends first. */
  async connectToShadowDb() {
    const admin = new pg.Client(this.config)
    await admin.connect()
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await admin.query(`CREATE DATABASE "${database}"`)
    const shadow = await new SchemaEngineDriver({ ...this.config, database }, this.options).connect()
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
      await admin.end()
    }
    return shadow
  }
}

/** Prisma's error code for each way in which a connection fails; anything else counts as refused credentials. */
const CONNECTION_FAULTS = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
}

/**
 * Carries out one of the engine's one-shot commands.
 * @param {'can-connect-to-database' | 'create-database' | 'drop-database'} command
 * @param {string} url the database it is about
 * @returns {Promise<{ message: string, error_code: string } | undefined>} what went wrong, if something did
 */
export async function runConnectionCommand(command, url) {
  const { config } = parseDatabaseUrl(url)
  const database = command === 'can-connect-to-database' ? config.database : 'postgres'
  const client = new pg.Client({ ...config, database, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    const name = pg.escapeIdentifier(config.database)
    if (command === 'create-database') await client.query(`CREATE DATABASE ${name}`)
    if (command === 'drop-database') await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
  } catch (error) {
    const unreachable = `Can't reach database server at ${config.host}:${config.port}`
    return { message: error.message || unreachable, error_code: CONNECTION_FAULTS[error.code] ?? 'P1000' }
  } finally {
    await client.end().catch(() => undefined) // a connection that never opened cannot be closed
  }
  return undefined
}
