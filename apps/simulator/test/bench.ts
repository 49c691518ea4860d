import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Delivery, OutboundMessage } from '../src/model.js'
import { buildApp } from '../src/app.js'
import { createSimulator } from '../src/simulator.js'
import { startProduct } from './product.js'

export const accountSid = 'AC0123456789abcdef0123456789abcdef'
export const authToken = 'a-token-for-tests'
export const number = 'whatsapp:+14155550001'
export const messagingServiceSid = 'MG0123456789abcdef0123456789abcdef'
/** Where status callbacks arrive. */
export const statusOf = '/status?id=7'
export const maria = 'whatsapp:+12025550141'

export interface Answer<Body = Record<string, unknown>> {
  status: number
  headers: Headers
  body: Body
}

export interface Sent {
  sid: string
  form: Record<string, string>
  deliveries: Delivery[]
}

/** Calls one server: the control API in JSON, Twilio's API with forms and Basic credentials. */
export function client(baseUrl: () => string) {
  const answerOf = async <Body>(response: Response): Promise<Answer<Body>> => {
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Body,
    }
  }
  const control = async <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
    answerOf<Body>(
      await fetch(`${baseUrl()}/_sim${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    )
  const twilio = async <Body = Record<string, unknown>>(
    method: string,
    path: string,
    form?: Record<string, string> | URLSearchParams,
    credentials = `${accountSid}:${authToken}`,
  ) =>
    answerOf<Body>(
      await fetch(`${baseUrl()}/api.twilio.com${path}`, {
        method,
        headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      }),
    )
  return {
    control,
    twilio,
    /** A customer writes, so that the 24 hours begin. */
    write: async (input: Record<string, unknown>) => (await control<Sent>('POST', '/messages', input)).body,
    /** The product replies. */
    reply: (form: Record<string, string> = {}) =>
      twilio('POST', `/2010-04-01/Accounts/${accountSid}/Messages.json`, {
        To: maria,
        From: number,
        Body: 'Hello',
        ...form,
      }),
    /** What names a template that every fresh account has. */
    templateSid: async (name: string) =>
      (await control<{ name: string; sid: string }[]>('GET', '/templates')).body.find(
        (template) => template.name === name,
      )?.sid ?? '',
    /** A message as soon as it fits. */
    wait: async <Shape = OutboundMessage>(query: Record<string, string>) =>
      (await control<Shape & { body: string }>('GET', `/wait?${new URLSearchParams(query).toString()}`)).body,
  }
}

/** A simulator and a pretended product for one test file, started over before each test. */
export function bench() {
  const sim = createSimulator({ autoReceipts: true })
  const app = buildApp(sim)
  let baseUrl = ''
  let product: Awaited<ReturnType<typeof startProduct>>
  const calls = client(() => baseUrl)

  beforeAll(async () => {
    product = await startProduct()
    baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await app.close()
    await product.close()
  })
  beforeEach(async () => {
    await calls.control('POST', '/reset', { accounts: true })
    product.arrivals.length = 0
    await register()
    await calls.control('PUT', '/receipts', { mode: 'auto', sentAfterMs: 1, deliveredAfterMs: 10 })
  })

  const register = (webhookUrl = `${product.url}/hook`) =>
    calls.control('PUT', `/accounts/${accountSid}`, {
      authToken,
      numbers: [{ number, webhookUrl, messagingServiceSid }],
    })

  return {
    ...calls,
    sim,
    register,
    baseUrl: () => baseUrl,
    product: () => product,
    statusCallback: () => product.url + statusOf,
  }
}
