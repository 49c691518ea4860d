import {
  simulatedSidPrefix,
  type ChatAccount,
  type ChatAccountList,
  type CreateChatAccount,
} from '@cloudpa/contracts/chat-accounts'
import { randomBytes, randomInt } from 'node:crypto'
import { apiOrigin } from '../../api-origin'

/** Another process said no, in words that can be passed on. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Makes a simulated customer write to the caller's org. Its number is looked up with the caller's own session, so
 * that nobody can make anyone write elsewhere; an org without a number gets a simulated one first.
 */
export async function sayHello(simulatorUrl: string, cookie: string, number: string | undefined) {
  const { items } = await api<ChatAccountList>(cookie, 'GET')
  const known = items.find((item) => item.externalPhoneId === number) ?? items.find((item) => item.active)
  const account = known ?? (await connectSimulatedNumber(simulatorUrl, cookie))
  await simulator(simulatorUrl, 'POST', '/_sim/hello', {
    number: account.externalPhoneId,
    accountSid: account.accountSid,
  })
}

async function connectSimulatedNumber(simulatorUrl: string, cookie: string): Promise<ChatAccount> {
  const authToken = randomBytes(16).toString('hex')
  const account = await api<ChatAccount>(cookie, 'POST', {
    provider: 'twilio_whatsapp',
    name: 'Simulated number',
    externalPhoneId: `whatsapp:+1415555${randomInt(1000, 10_000)}`,
    accountSid: simulatedSidPrefix + randomBytes(10).toString('hex'),
    authToken,
    active: true,
  })
  await simulator(simulatorUrl, 'PUT', `/_sim/accounts/${account.accountSid}`, {
    authToken,
    numbers: [{ number: account.externalPhoneId, webhookUrl: account.webhookUrl }],
  })
  return account
}

function api<T>(cookie: string, method: 'GET' | 'POST', body?: CreateChatAccount): Promise<T> {
  return call<T>(new URL('/api/v1/chat-accounts', apiOrigin()), method, { cookie }, body)
}

function simulator(base: string, method: 'POST' | 'PUT', path: string, body: unknown) {
  return call(new URL(path, base), method, {}, body)
}

async function call<T>(url: URL, method: string, headers: Record<string, string>, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json: unknown = await answer.json()
  if (!answer.ok)
    throw new Refusal(answer.status, messageIn(json) ?? 'The simulated customer could not write.')
  return json as T
}

function messageIn(json: unknown) {
  const error = (json as { error?: { message?: unknown } | null } | null)?.error
  return typeof error?.message === 'string' ? error.message : undefined
}
