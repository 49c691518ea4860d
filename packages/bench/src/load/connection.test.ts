import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Connection } from './connection.js'

let server: Server
let connection: Connection
let socket: Socket
beforeEach(async () => {
  server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const connected = once(server, 'connection')
  connection = new Connection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  ;[socket] = (await connected) as [Socket]
})
afterEach(() => {
  connection.close()
  server.close()
})

it('waits for the whole answer, whose length is told in bytes', async () => {
  const answer = connection.send('GET / HTTP/1.1\r\n\r\n')
  await once(socket, 'data')
  const bytes = Buffer.from('HTTP/1.1 403 Forbidden\r\ncontent-length: 9\r\n\r\nnein, ö!')
  for (const byte of bytes) {
    socket.write(Buffer.from([byte]))
    await new Promise(setImmediate)
  }
  expect(await answer).toEqual({ status: 403, body: 'nein, ö!' })
})

it('takes a connection that breaks within an answer for no answer', async () => {
  const answer = connection.send('GET / HTTP/1.1\r\n\r\n')
  socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')
  await expect(answer).rejects.toThrow('closed the connection')
})
