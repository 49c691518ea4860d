import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { askDatabase } from './database.js'
import { film } from './make-files.js'
import { Threads } from './thread.js'
import { upload } from './upload-file.js'

const bytes = 4 * 1024 * 1024
const asked = 40

let threads: Threads
beforeAll(async () => {
  threads = await Threads.prepare(2)
})

/** How many bytes of an org are on the disk. */
function storedOf(orgId: string): number {
  const folder = join(String(threads.stack.env.DATA_DIR), 'media', orgId)
  return readdirSync(folder)
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
}

it.each<
  [string, (clientId: string, thread: { conversationId: string; sendPath: string }) => [string, object]]
>([
  ['sent', (clientId, { sendPath }) => [sendPath, { clientId }]],
  [
    'kept for later',
    (clientId, { conversationId }) => [
      '/messaging/scheduled',
      { clientId, conversationId, at: new Date(Date.now() + 3_600_000).toISOString() },
    ],
  ],
])('copies that nobody takes leave the disk at once, where one message is %s many times', async (_, how) => {
  const { stack } = threads
  const { tenant, thread } = await threads.begin()
  const medium = await upload(stack, tenant, { content: film(bytes), contentType: 'video/mp4' })
  const content = { kind: 'video', media: [{ id: medium.id }] }
  await tenant.call('POST', thread.sendPath, { clientId: randomUUID(), content })

  const [path, input] = how(randomUUID(), thread)
  let most = 0
  const looking = setInterval(() => (most = Math.max(most, storedOf(tenant.orgId))), 5)
  const sends = Array.from({ length: asked }, () =>
    tenant.call<{ id: string }>('POST', path, { ...input, content }),
  )
  const all = await Promise.all(sends).finally(() => clearInterval(looking))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  // What was sent before, what is kept of this, and two copies on their way.
  expect(most).toBeLessThanOrEqual(4 * bytes)
  const [counted] = await askDatabase<{ files: number; bytes: number }>(
    stack,
    'SELECT files, bytes::int FROM media_usage WHERE org_id = $1',
    [tenant.orgId],
  )
  expect(counted).toEqual({ files: 2, bytes: 2 * bytes })
  expect(storedOf(tenant.orgId)).toBe(2 * bytes)
})
