import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { greetings, historyOf, pastConversations, seedOf } from './demo-conversations.js'
import { seed } from './seed.js'
import { readState, writeState } from './state-file.js'
import { localOrigin, type Settings } from './settings.js'

const org = { slug: 'demo', name: 'Studio Marisol' }
const number = 'whatsapp:+14155550100'

/** The demo of one installation. Its secrets are random, and stay the same from start to start. */
export interface Demo {
  email: string
  password: string
  accountSid: string
  authToken: string
  /** When it was seeded, which the times of its conversations count back from. */
  begunAtMs?: number
  greeted?: boolean
}

/** Whether there is a demo: it lives in the embedded database only, and beside nobody's real Twilio account. */
export const wantsDemo = (settings: Settings): boolean =>
  settings.DEMO && settings.DATABASE_URL === undefined && settings.twilio === undefined

/** Why there is no demo although nobody said DEMO=0. */
export function explainMissingDemo(settings: Settings): string | undefined {
  if (!settings.DEMO || wantsDemo(settings)) return undefined
  const variable = settings.DATABASE_URL ? 'DATABASE_URL' : 'TWILIO_ACCOUNT_SID'
  return `No demo: ${variable} is set, and the demo lives in a database of its own. DEMO=0 says so for good.`
}

const fileIn = (dataDir: string) => join(dataDir, 'demo.json')

const save = (dataDir: string, demo: Demo) => writeState(fileIn(dataDir), demo)

/**
 * Reads the demo's secrets, or makes them up the first time.
 * @throws {ReportedError} when the file is empty or broken: new ones would not fit the demo in the database
 */
export function loadDemo(dataDir: string): Demo {
  const remedy = 'Restore it from the backup, or go on without the demo: DEMO=0 npm start'
  const keys = ['email', 'password', 'accountSid', 'authToken'] as const
  const known = readState<Demo>(fileIn(dataDir), [...keys], remedy)
  if (known) return known
  const hex = (bytes: number) => randomBytes(bytes).toString('hex')
  const demo: Demo = {
    email: 'demo@cloudpa.test',
    password: `${hex(3)}-${hex(3)}-${hex(3)}`,
    accountSid: `AC${hex(16)}`,
    authToken: hex(16),
  }
  save(dataDir, demo)
  return demo
}

async function isSeeded(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM org WHERE slug = $1', [org.slug])
    return rowCount === 1
  } finally {
    await client.end()
  }
}

function describe(demo: Demo, begunAtMs: number): object {
  const { email, password, accountSid, authToken } = demo
  return {
    orgs: [
      {
        ...org,
        members: [{ email, name: 'Marisol Vega', password, role: 'owner' }],
        chatAccounts: [{ provider: 'twilio_whatsapp', externalPhoneId: number, accountSid, authToken }],
        conversations: pastConversations(accountSid, begunAtMs).map((past) => seedOf(past, number)),
      },
    ],
  }
}

/**
 * What the API and the worker are told of the demo: the simulator stands in for Twilio, but only for the demo's account
 * and those made up for the simulator, so that a real number beside them talks to Twilio.
 */
export function demoEnvironment(settings: Settings): NodeJS.ProcessEnv {
  // Whoever tries it on this machine may sign up; with a public address anybody could.
  const signUp = process.env.SIGN_UP || (settings.publicBaseUrlIsSet ? '' : 'open')
  if (settings.TWILIO_API_BASE_URL) return { SIGN_UP: signUp }
  return {
    SIGN_UP: signUp,
    TWILIO_API_BASE_URL: localOrigin(settings, settings.SIMULATOR_PORT),
    TWILIO_API_BASE_URL_ACCOUNTS: loadDemo(settings.DATA_DIR).accountSid,
  }
}

/** Makes sure that the demo org is in the database. */
export async function seedDemo(settings: Settings, demo: Demo, env: NodeJS.ProcessEnv): Promise<void> {
  if (await isSeeded(env.DATABASE_URL ?? '')) return
  const begunAtMs = Date.now()
  // Before the seed: whatever is in the database, the simulator is to tell the same of it.
  save(settings.DATA_DIR, { ...demo, begunAtMs, greeted: false })
  await seed(describe(demo, begunAtMs), env)
}

async function call<T>(method: string, url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

/** Asks something small of the API under the address that webhooks are posted to. */
async function explainUnreachable({ PUBLIC_BASE_URL }: Settings): Promise<string | undefined> {
  try {
    const { status } = await fetch(`${PUBLIC_BASE_URL}/api/v1/config`, { signal: AbortSignal.timeout(5_000) })
    return status === 200 ? undefined : `it answers ${status}`
  } catch (error) {
    const { message, cause } = error as Error
    return cause instanceof Error && cause.message ? cause.message : message
  }
}

/**
 * Tells the simulator of the demo's number and past, and lets its customers go on, once their messages can arrive.
 * @returns why they have not written, if they have not
 */
export async function playDemo(settings: Settings): Promise<string | undefined> {
  const demo = loadDemo(settings.DATA_DIR)
  const simulator = `${localOrigin(settings, settings.SIMULATOR_PORT)}/_sim`
  const webhookUrl = `${settings.PUBLIC_BASE_URL}/api/v1/messaging/webhook/whatsapp`
  const { accountSid, authToken } = demo
  await call('PUT', `${simulator}/accounts/${accountSid}`, {
    authToken,
    friendlyName: org.name,
    numbers: [{ number, webhookUrl }],
  })
  if (demo.greeted) return undefined
  for (const past of demo.begunAtMs ? pastConversations(accountSid, demo.begunAtMs) : []) {
    await call('POST', `${simulator}/history`, historyOf(past, { accountSid, number, webhookUrl }))
  }
  const fault = await explainUnreachable(settings)
  if (fault) {
    return `The demo’s customers write at the next start: ${settings.PUBLIC_BASE_URL} does not lead here yet (${fault}).`
  }
  for (const greeting of greetings) {
    await call('POST', `${simulator}/messages`, { accountSid, to: number, ...greeting })
  }
  save(settings.DATA_DIR, { ...demo, greeted: true })
  return undefined
}

/** Whether the demo's password still opens it: whoever tries the product may have set another one. */
export async function demoSignInWorks(settings: Settings): Promise<boolean> {
  const { email, password } = loadDemo(settings.DATA_DIR)
  const auth = `${localOrigin(settings, settings.PORT)}/api/auth`
  const origin = new URL(settings.WEB_BASE_URL).origin
  const post = (path: string, body: object, cookie = '') =>
    fetch(auth + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
  const answer = await post('/sign-in/email', { email, password })
  // Leaves no session behind.
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0])
  if (answer.ok) await post('/sign-out', {}, cookie.join('; '))
  return answer.ok
}
