import fs from 'node:fs'
import type pg from 'pg'
import { withLock } from '../bin/lock.mjs'
import { placeIn, recall, startOrAdopt, type Place, type RunningCluster } from './embedded-cluster.js'
import { clusterUrl, connectWhenReady, findPostmaster, stopCluster } from './postgres-cluster.js'

/** The key of the advisory lock that everybody who uses the cluster holds, shared, in the database `postgres`. */
const leaseKey = 0x636c6f75
const database = 'cloudpa'

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
}

/** Takes a share, with the server running afterwards. */
function takeShare(place: Place): Promise<RunningCluster & { backendPid: number }> {
  return withLock(place.lock, async () => {
    const running = await startOrAdopt(place)
    await ensureDatabase(running.client)
    const { rows } = await running.client.query<{ pid: number }>(
      'SELECT pg_backend_pid() AS pid FROM pg_advisory_lock_shared($1)',
      [leaseKey],
    )
    return { ...running, backendPid: rows[0]?.pid ?? 0 }
  })
}

/** Stops the server if nobody else holds a share. `client` must not hold one any more. */
async function stopIfAlone(place: Place, client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
    leaseKey,
  ])
  const isAlone = rows[0]?.alone === true
  if (isAlone) await stopCluster(place.dir)
  await client.end().catch(() => undefined) // the server that is gone has closed it
  return isAlone
}

/** A share in the cluster of a data folder, which runs as long as anybody has one. */
export interface Lease {
  url: string
  /** Of the connection that holds the share: lets another process end it, see `leaveFor`. */
  readonly backendPid: number
  /** Whether the cluster ran already. */
  adopted: boolean
  /** Gives the share back; the last one to leave stops the server. Says whether that happened. */
  leave(): Promise<boolean>
}

/**
 * Joins the embedded cluster of a data folder: makes it, starts it, or adopts the one that runs. Should the server
 * end while we have a share in it, it is started again.
 * Any number of processes may do so at once.
 * @param dataDir where it lives; made if it is not there
 * @param onLost told when the server ended and could not be started again at its address
 * @throws {ReportedError} when this machine or user cannot run it
 */
export async function joinEmbeddedPostgres(dataDir: string, onLost?: (error: Error) => void): Promise<Lease> {
  const place = placeIn(dataDir)
  fs.mkdirSync(dataDir, { recursive: true })
  let share = await takeShare(place)
  let hasLeft = false
  const url = clusterUrl(share.cluster, database)

  const rejoin = async () => {
    if (hasLeft) return
    share = await takeShare(place)
    if (clusterUrl(share.cluster, database) !== url) throw new Error('PostgreSQL had to move to another port')
    watch()
  }
  const watch = () => share.client.once('end', () => void rejoin().catch((error: Error) => onLost?.(error)))
  watch()

  return {
    url,
    adopted: share.adopted,
    get backendPid() {
      return share.backendPid
    },
    leave: () =>
      withLock(place.lock, async () => {
        hasLeft = true
        if (!findPostmaster(place.dir)) return false
        await share.client.query('SELECT pg_advisory_unlock_shared($1)', [leaseKey])
        return stopIfAlone(place, share.client)
      }),
  }
}

/**
 * Leaves for a process that is about to end and cannot wait: ends the connection that holds its share first.
 * @param backendPid the lease's
 */
export async function leaveFor(dataDir: string, backendPid: number): Promise<void> {
  const place = placeIn(dataDir)
  await withLock(place.lock, async () => {
    const running = findPostmaster(place.dir)
    if (!running) return
    const client = await connectWhenReady({ ...recall(place), port: running.port }, () => true)
    await client.query('SELECT pg_terminate_backend($1, 5000)', [backendPid])
    await stopIfAlone(place, client)
  })
}
