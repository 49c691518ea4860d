import { randomUUID } from 'node:crypto'
import { completeStandaloneWeb, startPrivatePostgres, startStack, type Stack } from '@cloudpa/testing/kit'
import pg from 'pg'

/** As many as the list has to carry. */
export const customers = 10_000
/** Those at the top have more than one message. */
const talkative = { customers: 60, messages: 40 }

const account = {
  accountSid: 'AC00000000000000000000000000000bec',
  authToken: 'bench',
  number: 'whatsapp:+15550100000',
}

/** The product with one org that 10,000 customers wrote to. */
export interface Town {
  stack: Stack
  email: string
  password: string
  stop(): Promise<void>
}

/** Starts it on a database of its own, and fills that by SQL: through the webhook it would take minutes. */
export async function startTown(): Promise<Town> {
  completeStandaloneWeb()
  const postgres = await startPrivatePostgres({ keepSafe: false })
  const stack = await startStack({ databaseUrl: postgres.url, web: true, simulator: true })
  const stop = async () => {
    await stack.stop()
    await postgres.remove()
  }
  try {
    const [email, password] = ['marisol@bench.test', randomUUID()]
    await stack.seed({ orgs: [describeOrg(email, password)] })
    await knowNumber(stack)
    await fill(postgres.url)
    return { stack, email, password, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function describeOrg(email: string, password: string): object {
  const { number, ...rest } = account
  return {
    slug: 'bench',
    name: 'Studio Marisol',
    members: [{ email, password, name: 'Marisol Vega', role: 'owner' }],
    chatAccounts: [{ externalPhoneId: number, ...rest }],
  }
}

async function knowNumber({ simulatorUrl, apiUrl }: Stack): Promise<void> {
  const webhookUrl = `${apiUrl}/api/v1/messaging/webhook/whatsapp`
  const { authToken, number } = account
  const answer = await fetch(`${simulatorUrl}/_sim/accounts/${account.accountSid}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ authToken, numbers: [{ number, webhookUrl }] }),
  })
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status}: ${await answer.text()}`)
}

async function fill(databaseUrl: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    const { customers: talkers, messages } = talkative
    await database.query('CREATE TEMP TABLE customer AS ' + drawCustomers, [customers])
    for (const statement of statements) await database.query(statement)
    await database.query(writeMessages, [talkers, messages])
    await database.query('ANALYZE')
  } finally {
    await database.end()
  }
}

/** Customer 1 wrote last, a minute ago, and the others each a second and a half earlier: nobody's window is about to close. */
const drawCustomers = `
  SELECT a.org_id, a.id AS chat_account_id, n, gen_random_uuid() AS contact_id, gen_random_uuid() AS conversation_id,
    '+1555' || lpad(n::text, 7, '0') AS phone, now() - interval '1 minute' - n * interval '1.5 seconds' AS at
  FROM chat_account a, generate_series(1, $1::int) AS n`

const micros = (at: string) => `(extract(epoch FROM ${at}) * 1000000)::bigint`

const statements = [
  `INSERT INTO contact (org_id, id, profile_name) SELECT org_id, contact_id, 'Customer ' || n FROM customer`,
  `INSERT INTO handle (org_id, id, contact_id, kind, value)
   SELECT org_id, gen_random_uuid(), contact_id, 'phone', phone FROM customer`,
  `INSERT INTO conversation (org_id, id, contact_id, chat_account_id, reply_address, last_position,
     last_inbound_position, last_inbound_at, last_message_at, read_position)
   SELECT org_id, conversation_id, contact_id, chat_account_id, phone, ${micros('at')}, ${micros('at')}, at, at,
     ${micros('at')} FROM customer`,
]

const writeMessages = `
  INSERT INTO message (org_id, id, conversation_id, chat_account_id, direction, status, author_kind, body, sid,
    position, occurred_at)
  SELECT org_id, gen_random_uuid(), conversation_id, chat_account_id, 'inbound', 'received', 'customer',
    'Line ' || back || ' of customer ' || n || '.', 'SM' || md5(n || ' ' || back),
    ${micros(`at - (back - 1) * interval '1 second'`)}, at - (back - 1) * interval '1 second'
  FROM customer, generate_series(1, CASE WHEN n <= $1::int THEN $2::int ELSE 1 END) AS back`
