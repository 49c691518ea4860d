import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { waitFor } from '@cloudpa/testing/kit'
import { Downloads, endWhenIdle } from './downloads.js'

const endless = () =>
  new Readable({
    read() {
      this.push(Buffer.alloc(64_000))
    },
  })

it('opens so many files of an org at once, and others as soon as one is closed', async () => {
  const downloads = new Downloads(2)
  const open = (orgId: string) => downloads.begin(orgId, async () => endless())
  const [first] = [await open('a'), await open('a')]
  await expect(open('a')).rejects.toMatchObject({ params: { reason: 'too_many_ask' } })
  await open('b')
  const closed = new Promise((done) => first.once('close', done))
  first.destroy()
  await closed
  await expect(downloads.begin('a', () => Promise.reject(new Error('not stored')))).rejects.toThrow(
    'not stored',
  )
  await open('a')
  await expect(open('a')).rejects.toMatchObject({ params: { reason: 'too_many_ask' } })
})

it('ends an answer that nobody reads, and none that is read', async () => {
  const bodies: Readable[] = []
  const server = createServer((_request, response) => {
    const body = endless()
    bodies.push(body)
    endWhenIdle(response, 300)
    response.once('close', () => body.destroy())
    body.pipe(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const ask = (onData?: () => void) =>
    get({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.on('error', () => undefined)
      if (onData) response.on('data', onData)
    }).on('error', () => undefined)
  let pieces = 0
  const reader = ask(() => (pieces += 1))
  await waitFor(() => bodies.length === 1)
  ask()
  await waitFor(() => bodies[1]?.destroyed, { what: 'the end of what nobody reads' })
  const before = pieces
  await waitFor(() => pieces > before, { what: 'more of what is read' })
  expect(bodies[0]?.destroyed).toBe(false)
  reader.destroy()
})
