// The floor for event streams, as a process of its own: a bare server that hears PostgreSQL's notifications and writes
// each to the screens of its org as it is. It reads nothing, remembers nothing and asks nobody who may listen.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'

const screens = new Map<string, Set<ServerResponse>>()

const server = createServer((request, response) => {
  const org = request.url?.slice(1) ?? ''
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.write(': open\n\n')
  screens.set(org, (screens.get(org) ?? new Set()).add(response))
  response.on('close', () => screens.get(org)?.delete(response))
})

const client = new pg.Client({ connectionString: process.argv[2] })
client.on('notification', ({ payload = '' }) => {
  const frame = `data: ${payload}\n\n`
  for (const response of screens.get(payload.slice(0, payload.indexOf(' '))) ?? []) response.write(frame)
})
await client.connect()
await client.query('LISTEN floor')
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
