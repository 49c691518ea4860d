import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { withLock } from '../bin/lock.mjs'
import {
  adopt,
  makeUnlessThere,
  placeIn,
  recall,
  requireCluster,
  startOrAdopt,
  type Place,
  type RunningCluster,
} from './embedded-cluster.js'
import { clusterUrl, findPostmaster, hastenStop, stopCluster } from './postgres-cluster.js'
import { ReportedError } from './reported-error.js'

/** The key of the advisory lock that everybody who uses the cluster holds, shared, in the database `postgres`. */
const leaseKey = 0x636c6f75
const database = 'cloudpa'

/** For how long a server that ended is tried to be had again. */
const rejoinPatienceMs = 45_000
const longestPauseMs = 1_000
const stopCheckMs = 500

async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
  if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
}

interface Share extends RunningCluster {
  backendPid: number
}

/** Takes a share, with the server running afterwards. Only while nobody else is at it. */
async function takeShare(place: Place): Promise<Share> {
  const running = await startOrAdopt(place)
  try {
    await ensureDatabase(running.client)
    const { rows } = await running.client.query<{ pid: number }>(
      'SELECT pg_backend_pid() AS pid FROM pg_advisory_lock_shared($1)',
      [leaseKey],
    )
    return { ...running, backendPid: rows[0]?.pid ?? 0 }
  } catch (error) {
    await running.client.end().catch(() => undefined) // the server that is gone has closed it
    throw error
  }
}

/**
 * Takes a share again after the server ended, trying for a while: it may be on its way down still, or be ended anew.
 * @returns nothing if it is not wanted any more
 */
async function retakeShare(place: Place, isWanted: () => boolean): Promise<Share | undefined> {
  const deadline = Date.now() + rejoinPatienceMs
  for (let pauseMs = 50; isWanted(); pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      requireCluster(place) // before the lock, which would make the folder anew that is gone
      // Asked again inside: whoever gives its share back while we wait for the lock must not start the server anew.
      return await withLock(place.lock, async () => (isWanted() ? takeShare(place) : undefined))
    } catch (error) {
      if (error instanceof ReportedError) throw error
      if (Date.now() > deadline) {
        const { message } = error as Error
        throw new Error(`PostgreSQL ended and could not be started again (see ${place.log}): ${message}`, {
          cause: error,
        })
      }
    }
    await sleep(pauseMs)
  }
  return undefined
}

/** Stops the server if nobody else holds a share. `client` must not hold one any more. */
async function stopIfAlone(place: Place, client: pg.Client): Promise<boolean> {
  const isAlone = await client
    .query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [leaseKey])
    .then(
      ({ rows }) => rows[0]?.alone === true,
      // Somebody ends the server at this moment: that is waited for, and not undone.
      () => findPostmaster(place.dir)?.isStopping === true,
    )
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

/** Whether a data folder holds an embedded cluster. */
export const hasEmbeddedPostgres = (dataDir: string): boolean => fs.existsSync(placeIn(dataDir).dir)

/**
 * Joins the embedded cluster of a data folder: makes it, starts it, or adopts the one that runs. Should the server
 * end while we have a share in it, it is started again, but never made anew: an empty one must not take its place.
 * Any number of processes may do so at once.
 * @param dataDir where it lives; made if it is not there
 * @param onLost told when the server ended and could not be started again at its address, or its folder is gone
 * @throws {ReportedError} when this machine or user cannot run it
 */
export async function joinEmbeddedPostgres(dataDir: string, onLost?: (error: Error) => void): Promise<Lease> {
  const place = placeIn(dataDir)
  fs.mkdirSync(dataDir, { recursive: true })
  let share = await withLock(place.lock, async () => {
    await makeUnlessThere(place)
    return takeShare(place)
  })
  let hasLeft = false
  const url = clusterUrl(share.cluster, database)

  const rejoin = async () => {
    const again = await retakeShare(place, () => !hasLeft)
    if (!again) return
    share = again
    if (clusterUrl(share.cluster, database) !== url) throw new Error('PostgreSQL had to move to another port')
    watch()
  }
  const watch = () => share.client.once('end', () => void rejoin().catch((error: Error) => onLost?.(error)))
  watch()
  const stopWatch = setInterval(() => hastenStop(place.dir), stopCheckMs).unref()

  return {
    url,
    adopted: share.adopted,
    get backendPid() {
      return share.backendPid
    },
    leave: async () => {
      hasLeft = true
      clearInterval(stopWatch)
      if (!fs.existsSync(place.dir)) return false
      return withLock(place.lock, async () => {
        if (!findPostmaster(place.dir)) return false
        const { client } = share
        const isOurs = await client.query('SELECT pg_advisory_unlock_shared($1)', [leaseKey]).then(
          () => true,
          () => false, // our share ended with the server
        )
        if (isOurs) return stopIfAlone(place, client)
        const running = await adopt(recall(place))
        return running ? stopIfAlone(place, running.client) : false
      })
    },
  }
}

/**
 * Leaves for a process that is about to end and cannot wait: ends the connection that holds its share first.
 * @param backendPid the lease's
 */
export async function leaveFor(dataDir: string, backendPid: number): Promise<void> {
  const place = placeIn(dataDir)
  if (!fs.existsSync(place.dir)) return
  await withLock(place.lock, async () => {
    const running = findPostmaster(place.dir) && (await adopt(recall(place)))
    if (!running) return
    await running.client.query('SELECT pg_terminate_backend($1, 5000)', [backendPid])
    await stopIfAlone(place, running.client)
  })
}
