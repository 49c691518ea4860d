import type { ChatAccount, ChatAccountList, CreateChatAccount } from '@cloudpa/contracts/chat-accounts'
import { simulatedSidPrefix } from '@cloudpa/contracts/simulated'
import { randomBytes, randomInt } from 'node:crypto'
import { apiOrigin } from '../../api-origin'

/** The API said no to what was asked in the caller's name; its answer can be passed on as it is. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly answer: unknown,
  ) {
    super(`The API answered ${status}.`)
  }
}

/** The headers by which the API knows whom a browser speaks for, and from which page. */
export type Caller = Readonly<Record<string, string>>

/**
 * Makes a simulated customer write to the caller's org. Its number is looked up with the caller's own session, so
 * that nobody can make anyone write elsewhere. Only the simulator's own numbers will do, since it signs what it
 * posts: an org without one gets one first, whatever real numbers it has.
 */
export async function sayHello(simulatorUrl: string, caller: Caller, number: string | undefined) {
  const { items } = await api<ChatAccountList>(caller, 'GET')
  const known = await knownNumbers(simulatorUrl)
  const able = items.filter((item) => item.active && known.has(`${item.accountSid}/${item.externalPhoneId}`))
  const account =
    able.find((item) => item.externalPhoneId === number) ??
    able[0] ??
    (await connectSimulatedNumber(simulatorUrl, caller))
  await simulator(simulatorUrl, 'POST', '/_sim/hello', {
    number: account.externalPhoneId,
    accountSid: account.accountSid,
  })
}

interface SimulatedAccount {
  accountSid: string
  numbers: { number: string }[]
}

/** @returns all that the simulator plays Twilio for, as `account/number` */
async function knownNumbers(simulatorUrl: string): Promise<Set<string>> {
  const accounts = await simulator<SimulatedAccount[]>(simulatorUrl, 'GET', '/_sim/accounts')
  return new Set(
    accounts.flatMap(({ accountSid, numbers }) => numbers.map(({ number }) => `${accountSid}/${number}`)),
  )
}

async function connectSimulatedNumber(simulatorUrl: string, caller: Caller): Promise<ChatAccount> {
  const authToken = randomBytes(16).toString('hex')
  const account = await api<ChatAccount>(caller, 'POST', {
    provider: 'twilio_whatsapp',
    name: 'Simulated number',
    externalPhoneId: `whatsapp:+1415555${randomInt(1000, 10_000)}`,
    accountSid: simulatedSidPrefix + randomBytes(10).toString('hex'),
    authToken,
    active: true,
    typingIndicator: false,
  })
  await simulator(simulatorUrl, 'PUT', `/_sim/accounts/${account.accountSid}`, {
    authToken,
    numbers: [{ number: account.externalPhoneId, webhookUrl: account.webhookUrl }],
  })
  return account
}

async function api<T>(caller: Caller, method: 'GET' | 'POST', body?: CreateChatAccount): Promise<T> {
  const { ok, status, json } = await call(new URL('/api/v1/chat-accounts', apiOrigin()), method, caller, body)
  if (!ok) throw new Refusal(status, json)
  return json as T
}

async function simulator<T>(
  base: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
): Promise<T> {
  const { ok, status, json } = await call(new URL(path, base), method, {}, body)
  if (!ok) throw new Error(`The simulator answered ${status}: ${JSON.stringify(json)}`)
  return json as T
}

async function call(url: URL, method: string, headers: Caller, body: unknown) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json: unknown = await answer.json()
  return { ok: answer.ok, status: answer.status, json }
}
