import pg from 'pg'
import { migrations } from './generated/migrations.js'

/** The schema that a `?schema=` in an address names. */
export function schemaOf(url: string): string | undefined {
  return new URL(url).searchParams.get('schema') ?? undefined
}

/** What pg would take from an address before what it is told beside it. */
const ownParameters = [
  'options',
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'query_timeout',
]

/**
 * How pg connects to an address, which schema it works in (the one in the address, unless told another) and in which
 * role (the login's own, unless told another). The `options` of an address hold as far as these say nothing else; limits
 * in it do not.
 */
export function connectionOptions(
  url: string,
  { schema = schemaOf(url), role }: { schema?: string | undefined; role?: string | undefined } = {},
): { connectionString: string; options: string | undefined } {
  const path = schema && `-c search_path=${pg.escapeIdentifier(schema)}`
  const address = new URL(url)
  const given = address.searchParams.get('options')
  for (const name of ownParameters) address.searchParams.delete(name)
  // Of two that say the same the later holds.
  const options = [given, path, role && `-c role=${role}`].filter(Boolean).join(' ')
  return { connectionString: address.href, options: options || undefined }
}

/** A migration, with the SHA-256 of its SQL. */
export interface Migration {
  name: string
  checksum: string
}

/** What a database says of a migration that was begun on it. */
export interface AppliedMigration extends Migration {
  finished: boolean
}

/** Why a database does not fit this build, and what the operator can do about it. */
export interface SchemaFault {
  kind: 'unfinished' | 'ahead' | 'other-text' | 'behind'
  message: string
}

/** Runs one SQL statement without parameters and returns its rows. */
export type Ask = <T>(sql: string) => Promise<T[]>

/**
 * Compares a database's migrations with those of this build.
 * @returns the first fault in the order in which it must be mended, or nothing when they fit
 */
export function compareMigrations(built: Migration[], applied: AppliedMigration[]): SchemaFault | undefined {
  const unfinished = applied.find(({ finished }) => !finished)
  if (unfinished) return { kind: 'unfinished', message: explainUnfinished(unfinished.name) }

  const own = new Map(built.map(({ name, checksum }) => [name, checksum]))
  const newer = applied.find(({ name }) => !own.has(name))
  if (newer) {
    const message =
      `This version is older than the database, which has the migration ${newer.name}: start the newer version, ` +
      'or restore the backup that was made before the upgrade.'
    return { kind: 'ahead', message }
  }

  const other = applied.find(({ name, checksum }) => own.get(name) !== checksum)
  if (other) {
    const message =
      `The database was made by another text of the migration ${other.name}, that of an unreleased build, and can't ` +
      'be brought up to date: delete .data (with DATABASE_URL: name an empty database) to start over.'
    return { kind: 'other-text', message }
  }

  const missing = built.find(({ name }) => !applied.some((row) => row.name === name))
  if (!missing) return undefined
  const message = `The database is older than this version: it lacks the migration ${missing.name}. Run npm run migrate, then start again.`
  return { kind: 'behind', message }
}

function explainUnfinished(name: string): string {
  return (
    `The migration ${name} was begun and is not finished. If npm run migrate is at it now, start again when it is ` +
    'done. If it failed, restore the backup that was made before it; or undo by hand what it did, tell Prisma so ' +
    `(npm run prisma -- migrate resolve --rolled-back ${name}), and run npm run migrate.`
  )
}

/**
 * Asks a database whether this build can work on it.
 * @throws what `ask` throws
 */
export async function findSchemaFault(ask: Ask): Promise<SchemaFault | undefined> {
  const [table] = await ask<{ found: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
  )
  const applied = table?.found
    ? await ask<AppliedMigration>(
        `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
      )
    : []
  return compareMigrations(migrations, applied)
}
