// The floor, as a process of its own: a bare Node server that checks a form's signature and stores its whole effect
// (contact, handle, conversation with its counters, message), as lean as that can be written. Forms that come while a
// commit is under way share the next one, as in the product. It knows nothing of everything else: no raw form is kept,
// no event recorded, no wall between orgs, and a phone is matched letter by letter.
// Started with the database's address; told the chatAccounts, it says its port.
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { webhookPath } from '../load/form.js'
import type { FloorChatAccount, FloorOrder } from './start-floor.js'

const schema = `
  CREATE SCHEMA IF NOT EXISTS floor;
  CREATE TABLE IF NOT EXISTS floor.contact (
    org_id uuid, id uuid, name text NOT NULL, PRIMARY KEY (org_id, id));
  CREATE TABLE IF NOT EXISTS floor.handle (
    org_id uuid, phone text, contact_id uuid NOT NULL, PRIMARY KEY (org_id, phone));
  CREATE TABLE IF NOT EXISTS floor.conversation (
    org_id uuid, contact_id uuid, unread int NOT NULL, last_message_at timestamptz NOT NULL, PRIMARY KEY (org_id, contact_id))
    WITH (fillfactor = 50);
  CREATE TABLE IF NOT EXISTS floor.message (
    org_id uuid, sid text, contact_id uuid NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY, body text NOT NULL,
    occurred_at timestamptz NOT NULL, PRIMARY KEY (org_id, sid));
  CREATE INDEX IF NOT EXISTS message_thread ON floor.message (org_id, contact_id, position);`

const storeForms = `
  WITH form AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
      WITH ORDINALITY AS f (org_id, sid, phone, name, body, arrival)
    WHERE NOT EXISTS (SELECT FROM floor.message m WHERE (m.org_id, m.sid) = (f.org_id, f.sid))
  ), sender AS MATERIALIZED (
    SELECT DISTINCT ON (f.org_id, f.phone) f.org_id, f.phone, f.name, h.contact_id IS NULL AS is_new,
           coalesce(h.contact_id, gen_random_uuid()) AS contact_id, count(*) OVER (PARTITION BY f.org_id, f.phone) AS forms
    FROM form f LEFT JOIN floor.handle h ON (h.org_id, h.phone) = (f.org_id, f.phone)
    ORDER BY f.org_id, f.phone, f.arrival DESC
  ), contacts AS (
    INSERT INTO floor.contact SELECT org_id, contact_id, name FROM sender WHERE is_new
  ), handles AS (
    INSERT INTO floor.handle SELECT org_id, phone, contact_id FROM sender WHERE is_new
  ), renamed AS (
    UPDATE floor.contact c SET name = s.name FROM sender s
    WHERE NOT s.is_new AND (c.org_id, c.id) = (s.org_id, s.contact_id) AND c.name <> s.name
  ), conversations AS (
    INSERT INTO floor.conversation AS c SELECT org_id, contact_id, forms, now() FROM sender
    ON CONFLICT (org_id, contact_id) DO UPDATE
      SET unread = c.unread + excluded.unread, last_message_at = excluded.last_message_at
  )
  INSERT INTO floor.message (org_id, sid, contact_id, body, occurred_at)
  SELECT f.org_id, f.sid, s.contact_id, f.body, now()
  FROM form f JOIN sender s ON (s.org_id, s.phone) = (f.org_id, f.phone) ORDER BY f.arrival`

/** For the floor of the event streams; PostgreSQL says it to its listeners with the commit. */
const announcing = `${storeForms} RETURNING pg_notify('floor', org_id || ' ' || sid || ' ' || body)`

interface Form {
  orgId: string
  fields: Map<string, string>
  done: (error?: unknown) => void
}

const decode = (text: string) => (/[%+]/.test(text) ? decodeURIComponent(text.replaceAll('+', ' ')) : text)

function parse(body: string): Map<string, string> {
  const pairs = body.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
  })
  return new Map(pairs)
}

function isSigned(request: IncomingMessage, fields: Map<string, string>, authToken: string): boolean {
  let data = `http://${request.headers.host}${request.url}`
  for (const name of [...fields.keys()].sort()) data += name + fields.get(name)
  return createHmac('sha1', authToken).update(data).digest('base64') === request.headers['x-twilio-signature']
}

/** Group commit over one connection. */
class Store {
  private waiting = new Map<string, Form>()
  private isBusy = false

  constructor(
    private readonly client: pg.Client,
    private readonly text: string,
  ) {}

  add(form: Form): void {
    const key = form.orgId + form.fields.get('MessageSid')
    const same = this.waiting.get(key)
    const done = same ? (error?: unknown) => void (same.done(error), form.done(error)) : form.done
    this.waiting.set(key, { ...form, done })
    if (!this.isBusy) setImmediate(() => void this.flush())
  }

  private async flush(): Promise<void> {
    if (this.isBusy || this.waiting.size === 0) return
    this.isBusy = true
    const forms = [...this.waiting.values()]
    this.waiting = new Map()
    const column = (name: string) => forms.map(({ fields }) => fields.get(name))
    const values = [
      forms.map(({ orgId }) => orgId),
      column('MessageSid'),
      column('WaId'),
      column('ProfileName'),
      column('Body'),
    ]
    const error = await this.client.query({ name: 'store forms', text: this.text, values }).then(
      () => undefined,
      (error: unknown) => error ?? true,
    )
    for (const { done } of forms) done(error)
    this.isBusy = false
    void this.flush()
  }
}

function serve(
  chatAccounts: FloorChatAccount[],
  store: Store,
): (request: IncomingMessage, response: ServerResponse) => void {
  const chatAccountOf = new Map(
    chatAccounts.map((chatAccount) => [`${chatAccount.accountSid} ${chatAccount.number}`, chatAccount]),
  )
  return (request, response) => {
    const answer = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'text/xml', 'content-length': body.length }).end(body)
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const fields = parse(body)
      const chatAccount = chatAccountOf.get(`${fields.get('AccountSid')} ${fields.get('To')}`)
      if (request.url !== webhookPath || !chatAccount || !isSigned(request, fields, chatAccount.authToken))
        return answer(403, 'no')
      const done = (error?: unknown) => (error ? answer(500, String(error)) : answer(200, '<Response/>'))
      store.add({ orgId: chatAccount.orgId, fields, done })
    })
  }
}

// The tables begin empty, which is what PostgreSQL would plan for ever after.
const client = new pg.Client({
  connectionString: process.argv[2],
  options:
    '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan',
})
await client.connect()
await client.query(schema)
process.on('message', ({ chatAccounts, announces }: FloorOrder) => {
  const store = new Store(client, announces ? announcing : storeForms)
  const server = createServer(serve(chatAccounts, store))
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.on('disconnect', () => process.exit())
