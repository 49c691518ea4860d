import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { gunzipSync } from 'node:zlib'
import { startStack, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, expect, it } from 'vitest'

const conversations = JSON.stringify(
  Array.from({ length: 200 }, (_, at) => ({ at, lastMessage: 'Good morning' })),
)

/** At the API's address, and tells what it is asked. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/api/asked') return void response.end(JSON.stringify(request.headers))
  if (request.url === '/api/nothing') return void response.writeHead(304, { etag: '"1"' }).end()
  const type = request.url === '/api/events' ? 'text/event-stream' : 'application/json; charset=utf-8'
  response.setHeader('set-cookie', ['one=1', 'two=2']).setHeader('content-type', type)
  if (request.url === '/api/events') response.write('data: first\n\n')
  else response.setHeader('content-length', conversations.length).end(conversations)
}

interface Passed {
  head: IncomingMessage
  body: Buffer
}

let stack: Stack
const api = http.createServer(answer)
beforeAll(async () => {
  stack = await startStack({ web: true, api: false, worker: false })
  api.listen(Number(new URL(stack.apiUrl).port), '127.0.0.1')
  await once(api, 'listening')
})
afterAll(async () => {
  api.closeAllConnections()
  api.close()
  await stack?.stop()
})

async function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Passed> {
  const { hostname, port } = new URL(stack.webUrl)
  // As it stands here: an address would be put in order first.
  const request = http.request({ hostname, port, path, headers, method, agent: false }).end(body)
  const [head] = (await once(request, 'response')) as [IncomingMessage]
  return { head, body: Buffer.concat(await head.toArray()) }
}

it('the API is asked under its own name, and told by whom and for which address', async () => {
  const asked = async (headers: Record<string, string>) =>
    JSON.parse((await ask('/api/asked', headers)).body.toString()) as Record<string, string>
  expect(await asked({ host: 'inbox.example.com' })).toMatchObject({
    // Whoever answers for many names, and shows a certificate for each, has to be called by the right one.
    host: new URL(stack.apiUrl).host,
    'x-forwarded-host': 'inbox.example.com',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '127.0.0.1',
  })
  const proxied = {
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'outside.example',
    'x-forwarded-proto': 'https',
  }
  expect(await asked(proxied)).toMatchObject({ ...proxied, 'x-forwarded-for': '203.0.113.9, 127.0.0.1' })
})

it('what is long leaves gzipped, for those who read that', async () => {
  const plain = await ask('/api/conversations')
  expect(plain.body.toString()).toBe(conversations)
  expect(plain.head.headers).not.toHaveProperty('content-encoding')

  const { head, body } = await ask('/api/conversations', { 'accept-encoding': 'gzip, br' })
  expect(head.headers).toMatchObject({ 'content-encoding': 'gzip', 'set-cookie': ['one=1', 'two=2'] })
  expect(body.length).toBeLessThan(conversations.length / 4)
  expect(gunzipSync(body).toString()).toBe(conversations)

  const headOnly = await ask('/api/conversations', { 'accept-encoding': 'gzip' }, 'HEAD')
  expect(headOnly.body).toHaveLength(0)
  expect((await ask('/api/nothing', { 'accept-encoding': 'gzip' })).head.statusCode).toBe(304)
})

it('an event is passed on at once', async () => {
  const request = http
    .request(`${stack.webUrl}/api/events`, { headers: { 'accept-encoding': 'gzip' }, agent: false })
    .end()
  const [head] = (await once(request, 'response')) as [IncomingMessage]
  const [event] = (await once(head, 'data')) as [Buffer]
  expect(event.toString()).toBe('data: first\n\n')
  request.destroy()
})

it('a path that only leads to the API when put in order is passed on too', async () => {
  const body = 'x'.repeat(20_000)
  const length = { 'content-length': String(body.length) }
  expect((await ask('/./api/conversations', length, 'POST', body)).body.toString()).toBe(conversations)
  expect((await ask('/./sign-in', length, 'POST', body)).head.statusCode).toBe(413)
})

it('whoever wants another protocol gets an answer in this one', async () => {
  const wanted = { connection: 'Upgrade', upgrade: 'websocket' }
  expect((await ask('/sign-in', wanted)).head.statusCode).toBe(200)
  const asked = await ask('/api/asked', wanted)
  expect(asked.head.statusCode).toBe(200)
  expect(JSON.parse(asked.body.toString())).not.toHaveProperty('upgrade')
})

it('resizes no pictures for strangers', async () => {
  const path = '/_next/image?url=%2Ficon.svg&w=64&q=75'
  expect((await ask(path)).head.statusCode).toBe(404)
})

it('stops though a screen is open, and the screen’s stream ends as it should', async () => {
  const request = http.request(`${stack.webUrl}/api/events`, { agent: false }).end()
  const [head] = (await once(request, 'response')) as [IncomingMessage]
  await once(head, 'data')
  const [exit] = await Promise.all([stack.processes.web.kill('SIGTERM'), once(head, 'end')])
  expect(exit).toMatchObject({ code: 143 })
  await stack.processes.web.start()
})

it('says once which address gives no answer', async () => {
  api.closeAllConnections()
  api.close()
  for (let asked = 0; asked < 3; asked++) expect((await ask('/api/asked')).head.statusCode).toBe(502)
  const said = stack.processes.web.output().match(/The API at .*/g)
  expect(said).toEqual([`The API at ${stack.apiUrl} (API_ORIGIN) gave no answer: ECONNREFUSED`])
})
