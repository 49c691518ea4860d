import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { findFreePort, isPortFree } from './free-port.js'
import {
  connectWhenReady,
  createCluster,
  findPostmaster,
  startCluster,
  stopCluster,
  type Cluster,
} from './postgres-cluster.js'
import { ReportedError } from './reported-error.js'
import { readState, writeState } from './state-file.js'

/** Where the embedded cluster of a data folder keeps what. */
export interface Place {
  dir: string
  /** Remembers password and port; readable by its owner alone. */
  memory: string
  lock: string
  log: string
}

/** Names the files of the cluster that a data folder holds. */
export const placeIn = (dataDir: string): Place => ({
  dir: join(dataDir, 'postgres'),
  memory: join(dataDir, 'postgres.json'),
  lock: join(dataDir, 'postgres.lock'),
  log: join(dataDir, 'postgres.log'),
})

function remember(place: Place, known: Omit<Cluster, 'dir'>): Cluster {
  writeState(place.memory, known)
  return { dir: place.dir, ...known }
}

/** The folder gets its name last, so that a half-made cluster is never taken for one. */
async function createAt(place: Place): Promise<void> {
  const fresh = `${place.dir}.new`
  fs.rmSync(fresh, { recursive: true, force: true })
  const password = randomBytes(16).toString('hex')
  createCluster(fresh, password, { keepSafe: true })
  remember(place, { password, port: await findFreePort() })
  fs.renameSync(fresh, place.dir)
}

/** @throws {ReportedError} when the password is gone or can't be read */
export function recall(place: Place): Cluster {
  const remedy = `Restore it: it holds the password of ${place.dir}.`
  const known = readState<Omit<Cluster, 'dir'>>(place.memory, ['password', 'port'], remedy)
  if (!known) throw new ReportedError(`${place.memory} is missing. ${remedy}`)
  return { dir: place.dir, ...known }
}

/** A cluster that runs, with a connection to its database `postgres`. */
export interface RunningCluster {
  cluster: Cluster
  client: pg.Client
  adopted: boolean
}

/**
 * Connects to the server that runs.
 * @returns nothing if none does, or not for long: then it is gone by now
 */
export async function adopt(known: Cluster): Promise<RunningCluster | undefined> {
  const running = findPostmaster(known.dir)
  if (!running) return undefined
  const isGoing = () => {
    const now = findPostmaster(known.dir)
    return now?.pid !== running.pid || now.isStopping
  }
  const cluster = { ...known, port: running.port || known.port }
  try {
    return { cluster, client: await connectWhenReady(cluster, isGoing), adopted: true }
  } catch (error) {
    if (!isGoing()) throw error
    await stopCluster(known.dir)
    return undefined
  }
}

/** @throws {ReportedError} when the cluster that somebody uses is not there any more */
export function requireCluster(place: Place): void {
  if (fs.existsSync(place.dir)) return
  throw new ReportedError(
    `${place.dir} is gone, and with it all data. ` +
      'Restore it (mount its disk again, or copy the backup back), then start again.',
  )
}

/** Makes the cluster unless there is one. One process at a time. */
export async function makeUnlessThere(place: Place): Promise<void> {
  if (!fs.existsSync(place.dir)) await createAt(place)
}

/**
 * Starts the cluster if it does not run, and connects. One process at a time.
 * @returns how to reach it, a connection, and whether it ran already
 * @throws {ReportedError} when there is none: who wants it made says so before
 */
export async function startOrAdopt(place: Place): Promise<RunningCluster> {
  requireCluster(place)
  const known = recall(place)
  const running = await adopt(known)
  if (running) return running
  const cluster = (await isPortFree(known.port))
    ? known
    : remember(place, { password: known.password, port: await findFreePort() })
  const client = await startCluster(cluster, { keepSafe: true, log: place.log })
  return { cluster, client, adopted: false }
}
