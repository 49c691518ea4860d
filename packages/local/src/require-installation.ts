import { hasEmbeddedPostgres } from './embedded-postgres.js'
import { ReportedError } from './reported-error.js'
import type { Settings } from './settings.js'

/**
 * What an operator asks about exists already: an empty database made for the question would answer nothing.
 * @throws {ReportedError} when there is neither a data folder with a database nor DATABASE_URL
 */
export function requireInstallation({
  DATABASE_URL,
  DATA_DIR,
}: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>): void {
  if (DATABASE_URL || hasEmbeddedPostgres(DATA_DIR)) return
  throw new ReportedError(
    `There is no Cloud PA in ${DATA_DIR}. ` +
      'Name the folder of yours with DATA_DIR, or its database with DATABASE_URL; npm start makes a new one.',
  )
}
