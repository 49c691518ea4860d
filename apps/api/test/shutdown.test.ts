import { startStack, waitFor } from '@cloudpa/testing/kit'
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

  it('to an API leaves no form that it stored to the sweeper', async () => {
    // Nobody sweeps in this test's time, so that a form comes through the queue or not at all.
    const stack = await startStack({ env: { SWEEP_AGE_MS: '86400000' } })
    try {
      const tenant = await Tenant.create(stack)
      const post = async () => expect((await tenant.receive({})).status).toBe(200)
      await Promise.all(Array.from({ length: 60 }, post))
      await stack.processes.api.kill('SIGTERM')
      await stack.processes.api.start()
      await tenant.waitForInbound(60)
    } finally {
      await stack.stop()
    }
  })
})
