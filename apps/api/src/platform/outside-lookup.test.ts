import { createHook } from 'node:async_hooks'
import dns, { type LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { createServer as createNetServer, isIP, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fetchOutside, OutsideError } from './outside-fetch.js'

const limits = { timeoutMs: 5_000, maxBytes: 1_000 }
const publicOne = '93.184.215.14'

/** What this machine's resolver answers here, in the place of a name server on the internet. */
const answers = new Map<string, string[]>()
const asked: string[] = []
const { lookup } = dns

/** Whoever is connected to although nobody may be. */
let trap: Server
let [visits, connects, port] = [0, 0, 0]
const watch = createHook({
  init(_id, type) {
    if (type === 'TCPCONNECTWRAP') connects += 1
  },
})
beforeAll(async () => {
  trap = createNetServer((socket) => {
    visits += 1
    socket.destroy()
  }).listen(0, '::')
  await once(trap, 'listening')
  port = (trap.address() as AddressInfo).port
  dns.lookup = ((name: string, options: dns.LookupOptions, done: (...answer: unknown[]) => void) => {
    // Servers of this test ask for their own addresses.
    if (isIP(name)) return lookup(name, options, done)
    asked.push(name)
    const all: LookupAddress[] = (answers.get(name) ?? []).map((address) => ({
      address,
      family: isIP(address),
    }))
    if (all.length === 0) process.nextTick(done, Object.assign(new Error('nobody'), { code: 'ENOTFOUND' }))
    else if (options.all) process.nextTick(done, null, all)
    else process.nextTick(done, null, all[0]?.address, all[0]?.family)
  }) as typeof lookup
  syncBuiltinESMExports()
  watch.enable()
})
afterAll(() => {
  watch.disable()
  dns.lookup = lookup
  syncBuiltinESMExports()
  trap.close()
})

const troubleOf = (url: string, standIn?: string) =>
  fetchOutside({ ...limits, url, standIn }).then(
    () => 'none',
    (error: unknown) => (error instanceof OutsideError ? error.trouble : String(error)),
  )

const inside = [
  ['127.0.0.1'],
  ['10.1.2.3'],
  ['172.20.0.1'],
  ['192.168.1.1'],
  ['169.254.169.254'],
  ['100.100.100.200'],
  ['0.0.0.0'],
  ['::1'],
  ['::'],
  ['::ffff:127.0.0.1'],
  ['fd00:ec2::254'],
  ['fe80::1'],
  ['64:ff9b::7f00:1'],
  // Of several each could be the one that is meant.
  [publicOne, '127.0.0.1'],
  ['127.0.0.1', publicOne],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::1'],
]

it.each(inside)('a name that stands for %s is refused, and nobody is connected to', async (...addresses) => {
  const name = 'files.example.com'
  answers.set(name, addresses)
  asked.length = 0
  const before = connects
  for (const scheme of ['http', 'https'])
    expect(await troubleOf(`${scheme}://${name}:${port}/`)).toBe('refused')
  expect([connects - before, visits]).toEqual([0, 0])
  // It was refused for what the look-up said, each time anew: a second answer is trusted no more than the first.
  expect(asked).toEqual([name, name])

  const redirecting = createServer((_, response) => {
    response.writeHead(302, { location: `http://${name}:${port}/secret` }).end()
  }).listen(0, '127.0.0.1')
  await once(redirecting, 'listening')
  const standIn = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`
  expect(await troubleOf(standIn, standIn)).toBe('refused')
  redirecting.close()
  // One connection: to who redirected.
  expect([connects - before, visits]).toEqual([1, 0])
})
