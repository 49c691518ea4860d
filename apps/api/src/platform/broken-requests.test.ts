import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { clientErrorHandler, noteResponses } from './broken-requests.js'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const servers: ReturnType<typeof createServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n'
const chunked = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'
const garbage = 'no request at all\r\n\r\n'

/** All that a server says to a text until it closes the connection, without what differs from time to time. */
async function say(answer: Answer, text: string, afterAnswer = ''): Promise<string[]> {
  const limits = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 }
  const server = createServer({ ...limits, keepAliveTimeout: 60_000 }, answer)
  servers.push(server)
  noteResponses(server)
  server.on('clientError', clientErrorHandler)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let heard = ''
  socket.on('data', (bytes) => (heard += bytes.toString())).on('error', () => undefined)
  socket.write(text)
  if (afterAnswer) await once(socket, 'data').then(() => socket.write(afterAnswer))
  await once(socket, 'close')
  return heard.match(/HTTP\/1\.1 \d+|late \d|data: \d/g) ?? []
}

/** Answers some turns of the loop later, each request with its number. */
function late(): Answer {
  let count = 0
  return (_, response) => {
    const number = (count += 1)
    setTimeout(() => response.end(`late ${number}`), 50)
  }
}

it.each([
  ['garbage alone', garbage, ['HTTP/1.1 400']],
  ['garbage behind a request', post + 'body' + garbage, ['HTTP/1.1 200', 'late 1']],
  ['garbage behind two', get + get + garbage, ['HTTP/1.1 200', 'late 1', 'HTTP/1.1 200', 'late 2']],
  ['half a request behind one', get + 'GET / HT', ['HTTP/1.1 200', 'late 1', 'HTTP/1.1 408']],
  ['a broken body behind a request', get + chunked + garbage, ['HTTP/1.1 200', 'late 1']],
])('answers each request once: %s', async (_, text, answers) => {
  expect(await say(late(), text)).toEqual(answers)
})

it('answers a body that breaks before anything else did', async () => {
  const whole: Answer = (request, response) => void request.on('end', () => response.end('late 1')).resume()
  expect(await say(whole, chunked + garbage)).toEqual(['HTTP/1.1 400'])
  expect(await say(whole, post + 'bo')).toEqual(['HTTP/1.1 408'])
})

it('does not answer again what was refused before its body had arrived', async () => {
  const refuse: Answer = (_, response) => void response.writeHead(413).end()
  expect(await say(refuse, post + 'bo')).toEqual(['HTTP/1.1 413'])
})

it('puts nothing into a stream', async () => {
  const stream: Answer = (_, response) => void response.writeHead(200).write('data: 1\n\n')
  expect(await say(stream, get, garbage)).toEqual(['HTTP/1.1 200', 'data: 1'])
})
