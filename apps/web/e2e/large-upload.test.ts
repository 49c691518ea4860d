import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import type { Medium } from '@cloudpa/contracts/media'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openOffice } from './desk.js'

const megabyte = 1024 * 1024

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ web: true, simulator: true, worker: false })
})
afterAll(() => stack?.stop())

it('a file of fifteen megabytes reaches the API whole', async () => {
  const { apiKey } = await openOffice(stack)
  const bytes = 15 * megabyte
  const form = new FormData()
  const pages = Buffer.alloc(bytes, 'words ')
  pages.write('%PDF-1.7\n')
  form.append('file', new File([pages], 'catalogue.pdf', { type: 'application/pdf' }))
  const answer = await fetch(`${stack.webUrl}/api/v1/media`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: form,
  })
  expect((await answer.json()) as Medium).toMatchObject({ kind: 'document', bytes, state: 'ready' })
})

const memory = () => {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(
    readFileSync(`/proc/${stack.processes.web.pid}/status`, 'utf8'),
  ) as RegExpExecArray
  return Number(kilobytes) / 1024
}

/** Begins a request of ten megabytes, keeps the end of it back, and hears which status it is answered with. */
function holdBack(path: string, method: string, hear: (status: number) => void): Socket {
  const { hostname, port } = new URL(stack.webUrl)
  const socket = connect(Number(port), hostname)
  // The server may answer and close before it has read all.
  socket.on('error', () => undefined).resume()
  socket.once('data', (head: Buffer) => hear(Number(head.toString().split(' ')[1])))
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: multipart/form-data; boundary=x\r\n` +
      `Content-Length: ${10 * megabyte}\r\n\r\n`,
  )
  socket.write(Buffer.alloc(9 * megabyte))
  return socket
}

it.each([
  ['POST', '/api/v1/media', 401],
  // Pages take none, nor does what the API would take if it were written plainly.
  ['POST', '/sign-in', 413],
  ['GET', '/sign-in', 413],
  ['POST', '/demo', 413],
  ['POST', '/%61pi/v1/media', 413],
])('what strangers send by %s to %s without an end is not held here', async (method, path, status) => {
  const before = memory()
  const heard = new Set<number>()
  const sockets = Array.from({ length: 60 }, () => holdBack(path, method, (one) => heard.add(one)))
  const highest = { megabytes: 0 }
  const isOver = () => {
    highest.megabytes = Math.max(highest.megabytes, memory())
    return sockets.every((socket) => socket.destroyed || socket.writableLength === 0)
  }
  // They are sent whole, or refused before.
  await waitFor(isOver, { timeoutMs: 20_000, everyMs: 20, what: 'the end of what they send' }).catch(
    () => undefined,
  )
  for (const socket of sockets) socket.destroy()
  expect(highest.megabytes - before).toBeLessThan(200)
  // A line that is closed before all was read may lose the answer on its way.
  expect([...heard].filter((one) => one !== status)).toEqual([])
})

it('a file of a type that the API does not read is refused in its own words', async () => {
  const answer = await fetch(`${stack.webUrl}/api/v1/media`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: Buffer.alloc(15 * megabyte),
  })
  expect(answer.status).toBe(415)
  expect(await answer.json()).toMatchObject({ error: { requestId: expect.any(String) as string } })
})
