import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { ReportedError } from './reported-error.js'

/** A user of this machine that PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
}

function findUser(name: string): Account | undefined {
  const ask = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : undefined
  }
  const uid = ask('-u')
  const gid = ask('-g')
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}

/**
 * Decides who runs the server over a data folder. PostgreSQL refuses to run as root.
 * @param dir the data folder; its owner is kept when it exists
 * @returns nothing when it is the user who runs this process
 * @throws {ReportedError} when nobody can
 */
export function chooseAccount(dir: string): Account | undefined {
  const me = process.getuid?.()
  const owner = existsSync(dir) ? statSync(dir) : undefined
  if (me !== 0) {
    if (owner === undefined || owner.uid === me) return undefined
    throw new ReportedError(
      `${dir} belongs to another user (uid ${owner.uid}): run this as that user, or set DATA_DIR to another folder.`,
    )
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = findUser('postgres') ?? findUser('nobody')
  if (account) return account
  throw new ReportedError('PostgreSQL does not run as root, and this machine has no user postgres or nobody.')
}

/** Whether the account gets as far as that file or folder, through all the folders above it. */
export function canReach(account: Account | undefined, path: string): boolean {
  return account === undefined || spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0
}
