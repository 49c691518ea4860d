import { startStack, waitFor } from '@cloudpa/local/testing'
import { describe, expect, it } from 'vitest'
import { Tenant } from './tenant.js'
import { startTricklingTwilio } from './trickling-twilio.js'

describe('SIGTERM', () => {
  it('ends a worker whose Twilio answers without end, and whose conversation is long', async () => {
    const twilio = await startTricklingTwilio()
    const stack = await startStack({ env: { TWILIO_API_BASE_URL: twilio.url, TWILIO_TIMEOUT_MS: '1000' } })
    try {
      const tenant = await Tenant.create(stack)
      await tenant.receive({})
      await tenant.waitForInbound(1)
      const path = `/messaging/conversations/${(await tenant.conversations())[0]?.id}/send`
      for (let index = 0; index < 20; index += 1) {
        await tenant.call('POST', path, { clientId: `c${index}`, body: `message ${index}` })
      }
      await waitFor(() => twilio.calls() > 0)
      await stack.processes.worker.kill('SIGTERM')
      expect(await stack.processes.worker.exited).toEqual({ code: 0, signal: null })
      // The one that was under way, and none of those behind it.
      expect(twilio.calls()).toBe(1)
    } finally {
      twilio.stop()
      await stack.stop()
    }
  })

  it('ends a worker whose Redis is away', async () => {
    const stack = await startStack({ worker: false })
    const env = { REDIS_URL: 'redis://127.0.0.1:1', QUEUE_PREFIX: '', DATA_DIR: stack.env.DATA_DIR ?? '' }
    const orphan = await startStack({ databaseUrl: stack.databaseUrl, api: false, env })
    try {
      await orphan.processes.worker.kill('SIGTERM')
      expect((await orphan.processes.worker.exited).signal).toBeNull()
    } finally {
      await orphan.stop()
      await stack.stop()
    }
  })
})
