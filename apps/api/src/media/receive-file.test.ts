import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request, type ClientRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '../platform/app-error.js'
import { receiveFile } from './receive-file.js'

const folder = mkdtempSync(join(tmpdir(), 'cloudpa-receive-'))
const pace = { bytesPerSecond: 2_000, afterMs: 300 }

/** The size of the file that came last, or why it was refused. */
let tell: (outcome: unknown) => void
let outcome: Promise<unknown>
let count = 0
const server = createServer((incoming, response) => {
  count += 1
  receiveFile(incoming, join(folder, String(count)), pace)
    .then(
      ({ draft }) => tell(draft.bytes),
      (error: unknown) => tell(error instanceof AppError ? error.params.reason : error),
    )
    .finally(() => response.end())
})
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

/** Begins a form with one file. */
function begin(): ClientRequest {
  outcome = new Promise((resolve) => (tell = resolve))
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  const { port } = server.address() as AddressInfo
  const begun = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false })
  begun.on('error', () => undefined)
  begun.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n')
  return begun
}

it('ends a file of which a byte comes now and then', async () => {
  const upload = begin()
  const drip = setInterval(() => upload.write('A'), 20)
  expect(await outcome).toBe('request_too_slow')
  clearInterval(drip)
  upload.destroy()
})

it('takes a file that comes in small pieces, for longer than it had to begin', async () => {
  const upload = begin()
  for (let piece = 0; piece < 60; piece += 1) {
    upload.write('A'.repeat(1_000))
    await pause(20)
  }
  upload.end('\r\n--b--\r\n')
  expect(await outcome).toBe(60_000)
})
