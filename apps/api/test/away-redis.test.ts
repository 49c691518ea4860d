import { startStack } from '@cloudpa/testing/kit'
import { expect, it } from 'vitest'
import { Tenant } from './tenant.js'

const away = { REDIS_URL: 'redis://127.0.0.1:1', QUEUE_PREFIX: '' }

it('goes on without a Redis that is away, says so, and lets a worker be stopped', async () => {
  const stack = await startStack({
    env: { SWEEP_INTERVAL_MS: '200', SWEEP_AGE_MS: '300', JOB_BACKOFF_MS: '100', ...away },
  })
  const { api, worker } = stack.processes
  try {
    const tenant = await Tenant.create(stack)
    expect((await tenant.receive({ Body: 'Hello' })).status).toBe(200)
    expect(await tenant.waitForInbound(1)).toHaveLength(1)
    for (const each of [api, worker]) {
      expect(each.output()).toMatch(/"message":"[^"]*ECONNREFUSED/)
      expect(each.isRunning).toBe(true)
    }
    await worker.kill('SIGTERM')
    expect((await worker.exited).signal).toBeNull()
    // Its stop would wait for the queue as the worker's did.
    await api.kill()
  } finally {
    await stack.stop()
  }
})
