import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identify, isAlive } from '@cloudpa/local/process-identity'
import { findFreePort } from '@cloudpa/local/free-port'
import {
  clusterUrl,
  createCluster,
  startCluster,
  stopCluster,
  type Cluster,
  type Durability,
} from '@cloudpa/local/postgres-cluster'

const prefix = 'cloudpa-ephemeral-'

/** Stops and removes the servers in a folder whose owners were killed outright. */
export async function clearLeftovers(room: string): Promise<void> {
  for (const name of fs.readdirSync(room).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(room, name)
    const owner = join(folder, 'owner')
    if (fs.statSync(folder).uid !== process.getuid?.() || !fs.existsSync(owner)) continue
    if (isAlive(fs.readFileSync(owner, 'utf8'))) continue
    await stopCluster(join(folder, 'data'), 'SIGQUIT')
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** A PostgreSQL server of one's own, for tests. */
export interface EphemeralPostgres {
  /** Addresses one of its databases; `postgres` exists from the beginning. */
  url(database: string): string
  /** Starts it again after `stop`, on the same port. */
  start(): Promise<void>
  /** SIGINT stops it cleanly, SIGQUIT is a crash, SIGKILL a harder one. */
  stop(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>
  /** Copies its data, for others to begin from. It is stopped for that moment. */
  copy(): Promise<ClusterCopy>
  /** Stops it and forgets everything, the copy too. */
  remove(): Promise<void>
}

/** The data of a server that was stopped, and its password. */
export interface ClusterCopy {
  dir: string
  password: string
}

/** @throws with what cp said */
function copyFolder(from: string, to: string): void {
  // The files keep their owner: as root, PostgreSQL runs as somebody else.
  const { status, stderr, error } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${from} could not be copied: ${error?.message ?? stderr}`)
}

/**
 * Makes and starts a cluster in the temporary folder. What it holds is gone with it.
 * @param from what it holds to begin with: a copy takes a fraction of what initdb and all migrations do
 */
export async function startEphemeralPostgres(
  durability: Durability = { keepSafe: false },
  from?: ClusterCopy,
): Promise<EphemeralPostgres> {
  await clearLeftovers(tmpdir())
  const folder = fs.mkdtempSync(join(tmpdir(), prefix))
  fs.chmodSync(folder, 0o711) // PostgreSQL's user passes through to its data
  fs.writeFileSync(join(folder, 'owner'), identify(process.pid))
  const cluster: Cluster = {
    dir: join(folder, 'data'),
    password: from?.password ?? randomBytes(16).toString('hex'),
    port: await findFreePort(),
  }
  const start = async () => {
    const client = await startCluster(cluster, { ...durability, log: join(folder, 'log') })
    await client.end()
  }
  if (from) copyFolder(from.dir, cluster.dir)
  else createCluster(cluster.dir, cluster.password, durability)
  await start()
  return {
    url: (database) => clusterUrl(cluster, database),
    start,
    copy: async () => {
      const dir = join(folder, 'copy')
      await stopCluster(cluster.dir)
      copyFolder(cluster.dir, dir)
      await start()
      return { dir, password: cluster.password }
    },
    stop: (signal) => stopCluster(cluster.dir, signal),
    remove: async () => {
      await stopCluster(cluster.dir, 'SIGQUIT')
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
