import { createInterface } from 'node:readline'
import type { INestApplicationContext } from '@nestjs/common'
import { z } from 'zod'
import { readEnvOver } from './env.js'
import { openApp } from './open-app.js'
import { requireDatabase } from './platform/await-database.js'
import { SeedService } from './seed.service.js'

/** A seed file and, over the command's own, the settings of the installation that it is for. */
const Line = z.looseObject({ settings: z.record(z.string(), z.string()).default({}) })

/** Lines for a few installations may come in turns; each open one holds connections. */
const openAtMost = 4

/** The installations that were seeded last, kept open: to open one costs more than most seeds. */
class Installations {
  private readonly apps = new Map<string, INestApplicationContext>()

  async of(settings: Record<string, string>): Promise<INestApplicationContext> {
    const key = JSON.stringify(settings)
    const app = this.apps.get(key) ?? (await this.open(settings))
    this.apps.delete(key)
    this.apps.set(key, app)
    return app
  }

  private async open(settings: Record<string, string>): Promise<INestApplicationContext> {
    const [oldest] = this.apps
    if (oldest && this.apps.size === openAtMost) {
      this.apps.delete(oldest[0])
      await oldest[1].close()
    }
    const env = readEnvOver(settings)
    await requireDatabase(env)
    // A seed puts nothing into a queue, and BullMQ can't have one on Redis and one on PostgreSQL in a process.
    return openApp({ ...env, REDIS_URL: undefined })
  }

  async close(): Promise<void> {
    await Promise.all([...this.apps.values()].map((app) => app.close()))
  }
}

/**
 * Seeds from standard input to its end: one object a line, and for each the answer on a line of standard output.
 * @throws at the first line with a fault; what came before it is seeded
 */
export async function seedLines(): Promise<void> {
  const installations = new Installations()
  try {
    for await (const text of createInterface({ input: process.stdin })) {
      const { settings, ...file } = Line.parse(JSON.parse(text))
      const app = await installations.of(settings)
      process.stdout.write(`${JSON.stringify(await app.get(SeedService).seed(file))}\n`)
    }
  } finally {
    await installations.close()
  }
}
