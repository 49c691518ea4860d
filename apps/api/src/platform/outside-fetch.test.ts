import { createHook } from 'node:async_hooks'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createNetServer, type AddressInfo, type Server as NetServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusedAddresses } from '../../test/outside-addresses.js'
import { fetchConfigured, fetchOutside, OutsideError, type OutsideRequest } from './outside-fetch.js'

const limits = { timeoutMs: 5_000, maxBytes: 1_000_000 }

async function troubleOf(request: Partial<OutsideRequest> & { url: string }): Promise<string> {
  try {
    const { body } = await fetchOutside({ ...limits, ...request })
    await buffer(body)
    return 'none'
  } catch (error) {
    return error instanceof OutsideError ? error.trouble : String(error)
  }
}

/** How often this process began to connect to anything: Node itself tells. */
let connects = 0
const watch = createHook({
  init(_id, type) {
    if (type === 'TCPCONNECTWRAP') connects += 1
  },
})
beforeEach(() => {
  connects = 0
})
beforeAll(() => void watch.enable())
afterAll(() => void watch.disable())

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** Stands in for an outside service. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('what nobody may ask for', () => {
  let trap: NetServer
  let visits = 0
  let port = 0
  beforeAll(async () => {
    trap = createNetServer((socket) => {
      visits += 1
      socket.destroy()
    })
    // On all addresses of this machine, of both kinds.
    trap.listen(0, '::')
    await once(trap, 'listening')
    port = (trap.address() as AddressInfo).port
  })
  afterAll(() => void trap.close())
  const withPort = (url: string) => url.replace('PORT', String(port))

  it.each(refusedAddresses)('%s', async (url) => {
    // A host that nobody knows here can't be looked up, and is not connected to either.
    expect(await troubleOf({ url: withPort(url) })).toMatch(/^(refused|unreachable)$/)
    expect([visits, connects]).toEqual([0, 0])
  })

  it('not by a redirect either', async () => {
    let asked = 0
    let target = ''
    const standIn = await serve((_request, response) => {
      asked += 1
      response.writeHead(302, { location: target }).end()
    })
    // Two of them name no host, and lead back to the one that was asked.
    const targets = refusedAddresses.filter((url) => url !== '' && url !== 'cat.jpg')
    for (const url of targets) {
      target = Buffer.from(withPort(url)).toString('latin1')
      const before = [asked, connects] as const
      expect([url, await troubleOf({ url: standIn, standIn })]).toEqual([
        url,
        expect.stringMatching(/^(refused|unreachable)$/),
      ])
      // To who redirects, and to nobody else.
      expect([asked, connects]).toEqual([before[0] + 1, before[1] + 1])
    }
    expect(visits).toBe(0)
  })
})

it('asks the one origin that stands in for a service, and no other port of it', async () => {
  const standIn = await serve((_request, response) => void response.end('hello'))
  const other = await serve((_request, response) => void response.end('secret'))
  const { body, status } = await fetchOutside({ ...limits, url: `${standIn}/x`, standIn })
  expect([status, String(await buffer(body)), connects]).toEqual([200, 'hello', 1])
  expect(await troubleOf({ url: `${other}/x`, standIn })).toBe('refused')
  expect(await troubleOf({ url: `${standIn}/x` })).toBe('refused')
  expect(await troubleOf({ url: standIn.replace('127.0.0.1', 'localhost'), standIn })).toBe('refused')
})

it('follows redirects without the credentials, and not for ever', async () => {
  const seen: [string, string | undefined][] = []
  const standIn = await serve(({ url = '', headers }: IncomingMessage, response) => {
    seen.push([url, headers.authorization])
    if (url === '/first') response.writeHead(307, { location: '/second' }).end()
    else if (url === '/round') response.writeHead(302, { location: '/round' }).end()
    else response.end('there')
  })
  const authorization = 'Basic c2VjcmV0'
  expect(await troubleOf({ url: `${standIn}/first`, standIn, authorization })).toBe('none')
  expect(seen).toEqual([
    ['/first', authorization],
    ['/second', undefined],
  ])
  expect(await troubleOf({ url: `${standIn}/round`, standIn })).toBe('too_many_redirects')
})

it('takes no byte too many, announced or not', async () => {
  const standIn = await serve(({ url }, response) => {
    if (url === '/announced') response.writeHead(200, { 'content-length': '1001' })
    response.write('x'.repeat(1000))
    response.end(url === '/fits' ? '' : 'x')
  })
  const troubles = ['/announced', '/not', '/fits'].map((path) =>
    troubleOf({ url: standIn + path, standIn, maxBytes: 1000 }),
  )
  expect(await Promise.all(troubles)).toEqual(['too_large', 'too_large', 'none'])
})

it('waits for no answer without end, silent or trickling', async () => {
  const standIn = await serve(({ url }, response) => {
    if (url === '/silent') return
    const timer = setInterval(() => response.write('x'), 10)
    response.once('close', () => clearInterval(timer))
  })
  const troubles = ['/silent', '/trickle'].map((path) =>
    troubleOf({ url: standIn + path, standIn, timeoutMs: 300 }),
  )
  expect(await Promise.all(troubles)).toEqual(['too_slow', 'too_slow'])
})

it('says of a connection that broke that it can’t be reached', async () => {
  const standIn = await serve((request, response) => {
    if (request.url === '/middle') response.writeHead(200, { 'content-length': '10' }).write('x')
    setImmediate(() => request.socket.destroy())
  })
  const troubles = ['/start', '/middle'].map((path) => troubleOf({ url: standIn + path, standIn }))
  expect(await Promise.all(troubles)).toEqual(['unreachable', 'unreachable'])
})

it('outlives a host that closes while its bytes wait for a reader', async () => {
  // As much as one read of a connection takes: with it a reader's buffer is full.
  const content = 'x'.repeat(65_536)
  const finished: Promise<unknown>[] = []
  const host = createNetServer((socket) => {
    socket.on('error', () => undefined)
    finished.push(once(socket, 'finish'))
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n')
      setImmediate(() => socket.end(content))
    })
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  const standIn = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
  const { body } = await fetchOutside({ ...limits, url: standIn, standIn })
  const configured = await fetchConfigured(standIn)
  await Promise.all(finished)
  // The end of each connection comes to this process, and nobody reads what was before it.
  for (let turn = 0; turn < 100; turn += 1) await new Promise((done) => setImmediate(done))
  expect(String(await buffer(body))).toBe(content)
  expect(await configured.text()).toBe(content)
  host.close()
})
