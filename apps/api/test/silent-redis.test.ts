import { startStack, startWire, waitFor, type Stack, type Wire } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

let redis: Wire
let stack: Stack
beforeAll(async () => {
  redis = await startWire(process.env.QUEUE_REDIS_URL ?? '')
  // What no job does stays undone, so that the jobs that were kept are seen.
  const env = { SWEEP_INTERVAL_MS: '3600000' }
  stack = await startStack({ redisUrl: redis.url, worker: false, env })
})
afterAll(async () => {
  redis.mend()
  await stack.stop()
  await redis.stop()
})

it('keeps no jobs for a Redis that fell silent', async () => {
  const { api, worker } = stack.processes
  const tenant = await Tenant.create(stack)
  const receive = async (Body: string) => expect((await tenant.receive({ Body })).status).toBe(200)
  redis.freeze()
  await receive('on its way when Redis fell silent')
  await waitFor(() => api.output().includes('the queue did not take a job'), { what: 'a job given up' })
  await Promise.all(Array.from({ length: 50 }, () => receive('while it was silent')))
  // Jobs are made at a pace: what came last may be in one that is made when Redis is back.
  for (let index = 0; index < 50; index += 1) await receive('just before it was back')
  redis.mend()
  await worker.start()
  const isBack = async () => {
    await receive('when it was back')
    return (await tenant.inbound()).some(({ content }) => content.body === 'when it was back')
  }
  await waitFor(isBack, { timeoutMs: 20_000, what: 'a message that a job brought' })
  const bodies = new Set((await tenant.inbound()).map(({ content }) => content.body))
  bodies.delete('just before it was back')
  expect([...bodies]).toEqual(['on its way when Redis fell silent', 'when it was back'])
})
