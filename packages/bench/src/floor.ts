// A floor to measure against, as a process of its own: `node floor.js answer|insert PORT [DATABASE_URL]`.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'

const [kind, port = '0', databaseUrl] = process.argv.slice(2)
const authToken = 'floor'

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function isSigned(request: IncomingMessage, body: string): boolean {
  const fields = [...new URLSearchParams(body)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const data = `http://${request.headers.host}${request.url}${fields.flat().join('')}`
  const expected = createHmac('sha1', authToken).update(data).digest()
  const given = Buffer.from(String(request.headers['x-twilio-signature']), 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The obvious way: check the signature, insert one row, answer. */
async function storeOneByOne(pool: pg.Pool, request: IncomingMessage): Promise<number> {
  const body = await readBody(request)
  if (!isSigned(request, body)) return 400
  const sid = new URLSearchParams(body).get('MessageSid')
  await pool.query('INSERT INTO floor (sid, form) VALUES ($1, $2) ON CONFLICT DO NOTHING', [sid, body])
  return 200
}

const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 })
if (kind === 'insert') await pool.query('CREATE TABLE IF NOT EXISTS floor (sid text PRIMARY KEY, form text)')

createServer((request, response) => {
  const work = kind === 'insert' ? storeOneByOne(pool, request) : readBody(request).then(() => 200)
  work.then(
    (status) => response.writeHead(status, { 'content-type': 'text/xml' }).end('<Response/>'),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
}).listen(Number(port), '127.0.0.1', () => console.log('floor ready'))
