import {
  createTestDatabase,
  startStack,
  startWire,
  type Stack,
  type Tapped,
  type Wire,
} from '@cloudpa/testing/kit'

interface WatchedApiOptions {
  /** Hears each piece of what the watched API sends to the database. */
  onSent: (sent: string, line: Tapped) => void
  simulator?: boolean
  /** Of both. */
  env?: Record<string, string>
  watchedEnv?: Record<string, string>
}

/** The product, and beside it an API on the same database, which it reaches over a wire that a test has hold of. */
export interface WatchedApi {
  product: Stack
  watched: Stack
  wire: Wire
  stop(): Promise<void>
}

/** Starts both, on a database of their own. */
export async function startWatchedApi({ onSent, simulator = false, ...given }: WatchedApiOptions) {
  const database = await createTestDatabase()
  const wire = await startWire(database.url, (bytes, line) => onSent(bytes.toString('latin1'), line))
  const env = { ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`, ...given.env }
  const product = await startStack({ databaseUrl: database.url, simulator, env })
  const watched = await startStack({
    databaseUrl: wire.url,
    worker: false,
    env: { ...env, ...given.watchedEnv },
  })
  const stop = async () => {
    wire.mend()
    await Promise.all([product.stop(), watched.stop()])
    await wire.stop()
    await database.drop()
  }
  return { product, watched, wire, stop } satisfies WatchedApi
}
