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
  // Jobs are made after a while: what came last may be in one that is made when Redis is back.
  for (let until = Date.now() + 2_000; Date.now() < until;) await receive('just before it was back')
  redis.mend()
  await worker.start()
  await receive('when it was back')
  const bodies = async () => new Set((await tenant.inbound()).map(({ content }) => content.body))
  const brought = ['on its way when Redis fell silent', 'when it was back']
  const areBack = async () => {
    const there = await bodies()
    return brought.every((body) => there.has(body))
  }
  await waitFor(areBack, { timeoutMs: 20_000, what: 'messages that jobs brought' })
  const there = await bodies()
  there.delete('just before it was back')
  expect([...there].sort()).toEqual(brought.sort())
})
