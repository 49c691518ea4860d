import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../bin/install.mjs'

interface RedisClient {
  keys(pattern: string): Promise<string[]>
  del(...keys: string[]): Promise<number>
  quit(): Promise<unknown>
}

/** Removes what a test's stack left in a Redis that others use too. The client is the API's dependency. */
export async function clearQueue(redisUrl: string, prefix: string): Promise<void> {
  const require = createRequire(join(root, 'apps/api/package.json'))
  const { Redis } = require('ioredis') as { Redis: new (url: string) => RedisClient }
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`${prefix}:*`)
  if (keys.length > 0) await redis.del(...keys)
  await redis.quit()
}
