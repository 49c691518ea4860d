import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLine } from './line.js'
import { Tenant } from './tenant.js'

describe('SIGTERM to an API', () => {
  let stack: Stack
  let tenant: Tenant
  let holder: pg.Client
  beforeEach(async () => {
    stack = await startStack({ worker: false })
    tenant = await Tenant.create(stack)
    holder = new pg.Client({ connectionString: stack.databaseUrl })
    await holder.connect()
  })
  afterEach(async () => {
    await holder.end()
    await stack.stop()
  })

  /** Reads that stand still until the lock is gone. */
  async function startSlowReads(count: number): Promise<Promise<Response>[]> {
    await holder.query('BEGIN; LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE')
    const reads = Array.from({ length: count }, () => tenant.fetch('GET', '/messaging/conversations'))
    // A read that is cut off fails its test where it is awaited, not here.
    for (const read of reads) read.catch(() => undefined)
    await waitFor(async () => {
      const { rowCount } = await holder.query(
        'SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
        ['conversation'],
      )
      return rowCount === count
    })
    return reads
  }

  const isRefused = () =>
    fetch(`${stack.apiUrl}/health/live`).then(
      () => false,
      () => true,
    )

  it('lets 20 slow reads have their answers, and takes nothing new', async () => {
    const { api } = stack.processes
    const [screen, reads] = [await tenant.openScreen(), await startSlowReads(20)]
    const exit = api.kill('SIGTERM')
    await waitFor(isRefused, { what: 'an API that takes no connection' })
    await waitFor(() => screen.closed, { what: 'the end of the stream' })
    await holder.query('ROLLBACK')
    const answers = await Promise.all(reads)
    expect(answers.map(({ status }) => status)).toEqual(reads.map(() => 200))
    expect(answers[0]?.headers.get('connection')).toBe('close')
    expect(await exit).toEqual({ code: 0, signal: null })
  })

  it('answers a request that was half sent, and waits for no connection that is silent', async () => {
    const { api } = stack.processes
    const silent = await openLine(stack.apiUrl)
    const [before, after] = ['GET /health/live HTTP/1.1\r\nHost: x\r\n', '\r\n']
    const [half, never] = [await openLine(stack.apiUrl), await openLine(stack.apiUrl)]
    for (const line of [half, never]) {
      line.write(before + after)
      await waitFor(() => line.heard().includes('{"status":"ok"}'))
      line.write(before)
    }
    const reads = await startSlowReads(1)
    const exit = api.kill('SIGTERM')
    await waitFor(isRefused)
    await waitFor(() => silent.destroyed, { what: 'the end of a connection that never said anything' })
    half.write(after)
    await waitFor(() => half.heard().split('{"status":"ok"}').length === 3)
    await waitFor(() => half.destroyed)
    await holder.query('ROLLBACK')
    expect((await (await Promise.all(reads))[0])?.status).toBe(200)
    expect(await exit).toEqual({ code: 0, signal: null })
    await waitFor(() => never.destroyed)
  })
})
