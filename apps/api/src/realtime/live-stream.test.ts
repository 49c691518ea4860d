import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Caller } from '../auth/callers.service.js'
import { LiveStream } from './live-stream.js'

const boundBytes = 256 * 1024
const nobody = { userId: null, memberId: null, sessionId: null, keyId: null, keyMakerId: null, scope: null }
const caller: Caller = { member: { ...nobody, orgId: 'org', role: 'member' }, authorization: undefined }
const frame = Buffer.from(`data: ${'x'.repeat(10_000)}\n\n`)
/** More than the kernel holds for any Unix socket, many times over. */
const enough = 5_000

let folder: string
let server: Server
let screen: Socket
let response: ServerResponse
// A Unix socket holds little and grows by nothing, where TCP takes megabytes before anything waits.
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloudpa-stream-'))
  const path = join(folder, 'socket')
  server = createServer()
  const responded = once(server, 'request')
  await once(server.listen(path), 'listening')
  screen = connect(path)
  screen.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const [, answer] = await responded
  response = answer as ServerResponse
})
afterEach(() => {
  screen.destroy()
  server.close()
  rmSync(folder, { recursive: true })
})

function open() {
  const seen = { waiting: 0, most: 0, caughtUp: 0, closed: 0 }
  const watcher = {
    onWaiting: (byBytes: number) => {
      seen.waiting += byBytes
      seen.most = Math.max(seen.most, seen.waiting)
    },
    onCaughtUp: () => (seen.caughtUp += 1),
    onClose: () => (seen.closed += 1),
  }
  const stream = new LiveStream(caller, response, watcher, 0)
  return { stream, seen }
}

it('keeps 256 kB at most for a screen that never reads', async () => {
  const { stream, seen } = open()
  for (let index = 0; index < enough; index += 1) {
    stream.write(frame)
    await Promise.resolve()
  }
  expect(stream.isBehind).toBe(true)
  expect(seen.most).toBeGreaterThan(boundBytes / 2)
  expect(seen.most).toBeLessThanOrEqual(boundBytes)
  expect(response.writableLength).toBe(stream.waitingBytes)

  screen.destroy()
  await once(response, 'close')
  expect(seen).toMatchObject({ waiting: 0, closed: 1 })
})

it('goes on when a screen that fell behind reads again, and says so', async () => {
  const { stream, seen } = open()
  while (!stream.isBehind) stream.write(frame)
  expect(seen.caughtUp).toBe(0)

  screen.resume()
  await once(response, 'drain')
  expect(stream.isBehind).toBe(false)
  expect(seen.caughtUp).toBe(1)
  expect(seen.waiting).toBe(0)
})
