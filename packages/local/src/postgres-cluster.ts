import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isAlive } from '../bin/process-identity.mjs'
import { canReach, chooseAccount, type Account } from './postgres-account.js'
import { findBinaries } from './postgres-binaries.js'
import { ReportedError } from './reported-error.js'

/** Crash recovery after a kill may take its time. */
const startTimeoutMs = 120_000
const stopTimeoutMs = 60_000
const maxLogBytes = 5_000_000

export interface Cluster {
  dir: string
  password: string
  port: number
}

/** Whether the data must outlive a power failure. Tests' need not: killing the server alone still loses nothing. */
export interface Durability {
  keepSafe: boolean
}

const careless = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'min_wal_size=2MB']

/** Addresses a database of the cluster. */
export function clusterUrl({ port, password }: Omit<Cluster, 'dir'>, database: string): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
}

/** How the account names the folder: on Linux also when it may not enter the folders above it, such as root's home. */
function nameFolder(account: Account | undefined, dir: string): string {
  if (canReach(account, dir)) return dir
  if (process.platform === 'linux') return '/proc/self/cwd'
  throw new ReportedError(
    `PostgreSQL's user may not enter ${dir}: run this as an ordinary user, or set DATA_DIR.`,
  )
}

function programEnvironment(): NodeJS.ProcessEnv {
  // Nothing else is passed on: a PGDATA or PGPORT of the machine's own PostgreSQL must not reach this one.
  return { PATH: process.env.PATH, LC_ALL: 'C' }
}

/**
 * Makes a new cluster in `dir`, which must not exist, with the one user `postgres`.
 * @throws when initdb fails, with what it said
 */
export function createCluster(dir: string, password: string, { keepSafe }: Durability): void {
  const account = chooseAccount(dir)
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 })
  const secret = fs.mkdtempSync(join(tmpdir(), 'cloudpa-secret-'))
  const passwordFile = join(secret, 'password')
  fs.writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [dir, secret, passwordFile]) fs.chownSync(path, account.uid, account.gid)
  try {
    const args = ['-D', nameFolder(account, dir), '-U', 'postgres', '-A', 'scram-sha-256']
    args.push(`--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8')
    // What no power failure is feared for may be copied, again and again: its log is kept short. Nobody guesses its
    // password either, which to prove at length is most of what a connection costs.
    if (!keepSafe) args.push('--no-sync', '--wal-segsize=1', '--set', 'scram_iterations=1')
    const { status, stderr, error } = spawnSync(join(findBinaries(account), 'initdb'), args, {
      ...account,
      cwd: dir,
      env: programEnvironment(),
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`)
  } finally {
    fs.rmSync(secret, { recursive: true })
  }
}

/** Whether the process is a PostgreSQL over this folder, and not one that got a dead one's number. */
function servesFolder(pid: number, dir: string): boolean {
  if (!isAlive(String(pid))) return false
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return stdout.includes('postgres')
  }
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(dir)
  } catch {
    return false // it died this moment, or belongs to somebody else
  }
}

interface Postmaster {
  pid: number
  port: number
  /** It lets nobody in any more. Told to be gentle (SIGTERM) it stays as long as those who are in. */
  isStopping: boolean
}

/** What the folder says of its server, which may be long dead. */
function readPostmaster(dir: string): Postmaster | undefined {
  try {
    const lines = fs.readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), isStopping: lines[7]?.trim() === 'stopping' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The server that runs over the folder, if one does. */
export function findPostmaster(dir: string): Postmaster | undefined {
  const noted = readPostmaster(dir)
  return noted && servesFolder(noted.pid, dir) ? noted : undefined
}

function openLog(path: string): number {
  const isLong = fs.existsSync(path) && fs.statSync(path).size > maxLogBytes
  return fs.openSync(path, isLong ? 'w' : 'a', 0o600)
}

/** In a process group of its own: a Ctrl-C in the terminal must reach the apps first, and this server last. */
function spawnPostmaster(cluster: Cluster, options: Durability & { log: string }): ChildProcess {
  const account = chooseAccount(cluster.dir)
  const log = openLog(options.log)
  const args = ['-D', nameFolder(account, cluster.dir), '-p', String(cluster.port)]
  args.push('-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200')
  const child = spawn(
    join(findBinaries(account), 'postgres'),
    options.keepSafe ? args : [...args, ...careless],
    {
      ...account,
      cwd: cluster.dir,
      env: programEnvironment(),
      detached: true,
      stdio: ['ignore', log, log],
    },
  )
  fs.closeSync(log)
  child.unref()
  return child
}

/**
 * Connects as soon as the server lets us in.
 * @param isGone says when waiting is over because there is no server any more
 */
export async function connectWhenReady(
  cluster: Omit<Cluster, 'dir'>,
  isGone: () => boolean,
): Promise<pg.Client> {
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    const client = new pg.Client({
      connectionString: clusterUrl(cluster, 'postgres'),
      ssl: false,
      keepAlive: true,
    })
    client.on('error', () => undefined) // whoever uses the connection hears of it by 'end'
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => undefined) // it never opened
      if (isGone() || Date.now() > deadline) throw error
      await sleep(20)
    }
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null

/**
 * Starts the server over a cluster and waits until it answers.
 * @throws with the end of its log when it does not
 */
export async function startCluster(
  cluster: Cluster,
  options: Durability & { log: string },
): Promise<pg.Client> {
  const child = spawnPostmaster(cluster, options)
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  try {
    return await connectWhenReady(cluster, () => failure !== undefined || hasEnded(child))
  } catch (error) {
    const tail = fs.readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
    throw new Error(`PostgreSQL did not start: ${failure?.message ?? ''}\n${tail}`, { cause: error })
  }
}

function signalPostmaster(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // else it ended this moment
  }
}

/** Makes a server that stops, but waits for its clients, wait no longer: it lets nobody in until it was restarted. */
export function hastenStop(dir: string): void {
  // What the folder says is read first: it costs next to nothing, and hardly ever is there more to do.
  const running = readPostmaster(dir)?.isStopping ? findPostmaster(dir) : undefined
  if (running?.isStopping) signalPostmaster(running.pid, 'SIGINT')
}

/**
 * Stops the server over a folder, if one runs: at once for its clients, cleanly for its data.
 * @param signal SIGINT unless a test wants it otherwise
 */
export async function stopCluster(
  dir: string,
  signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL' = 'SIGINT',
): Promise<void> {
  const running = findPostmaster(dir)
  if (!running) return
  signalPostmaster(running.pid, signal)
  const deadline = Date.now() + stopTimeoutMs
  while (servesFolder(running.pid, dir)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (process ${running.pid}) does not stop`)
    await sleep(20)
  }
}
