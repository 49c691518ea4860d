import { randomUUID } from 'node:crypto'
import { startStack, type Stack } from '@cloudpa/local/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

let stack: Stack
let ann: Tenant
let bob: Tenant
let conversationOfBob: string

beforeAll(async () => {
  stack = await startStack()
  ;[ann, bob] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
  await bob.receive({ Body: 'for Bob only' })
  await bob.waitForInbound(1)
  conversationOfBob = (await bob.conversations())[0]?.id ?? ''
})
afterAll(() => stack.stop())

const send = { clientId: 'probe', body: 'probe' }
const routes: [method: string, path: (id: string) => string, idOfBob: () => string, body?: unknown][] = [
  ['GET', (id) => `/messaging/conversations/${id}`, () => conversationOfBob],
  ['GET', (id) => `/messaging/conversations/${id}/messages`, () => conversationOfBob],
  ['POST', (id) => `/messaging/conversations/${id}/read`, () => conversationOfBob],
  ['POST', (id) => `/messaging/conversations/${id}/send`, () => conversationOfBob, send],
  ['GET', (id) => `/chat-accounts/${id}`, () => bob.chatAccountId],
  ['PATCH', (id) => `/chat-accounts/${id}`, () => bob.chatAccountId, { active: false }],
  ['DELETE', (id) => `/chat-accounts/${id}`, () => bob.chatAccountId],
  ['POST', (id) => `/chat-accounts/${id}/validate`, () => bob.chatAccountId],
]

async function answerOf(response: Response): Promise<{ status: number; body: string }> {
  return { status: response.status, body: (await response.text()).replace(/"requestId":"[^"]*"/, '') }
}

describe('another org’s id', () => {
  it.each(routes)('%s %s answers exactly as a made-up one', async (method, path, idOfBob, body) => {
    const real = await answerOf(await ann.fetch(method, path(idOfBob()), body))
    expect(real.status).toBe(404)
    for (const madeUp of [randomUUID(), 'nonsense', '0', '%00']) {
      expect(await answerOf(await ann.fetch(method, path(madeUp), body)), madeUp).toEqual(real)
    }
  })

  it('did no harm by all that', async () => {
    const account = await bob.call<{ active: boolean }>('GET', `/chat-accounts/${bob.chatAccountId}`)
    expect(account.active).toBe(true)
    const [conversation] = await bob.conversations()
    expect(conversation).toMatchObject({ unreadCount: 1, lastMessage: { body: 'for Bob only' } })
  })

  it('of a number is no use in sending', async () => {
    const ask = (chatAccountId: string) =>
      ann.fetch('POST', '/messaging/send', { ...send, to: '+15005550006', chatAccountId }).then(answerOf)
    expect(await ask(bob.chatAccountId)).toEqual(await ask(randomUUID()))
  })

  it('is covered for every route that takes one', async () => {
    const spec = (await (await fetch(`${stack.apiUrl}/api/openapi.json`)).json()) as { paths: Record<string, object> }
    const taking = Object.entries(spec.paths)
      .filter(([path]) => path.includes('{id}') && /messaging|chat-accounts/.test(path))
      .flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`))
    const covered = routes.map(([method, path]) => `${method} /api/v1${path('{id}')}`)
    expect(covered.toSorted()).toEqual(taking.toSorted())
  })
})

describe('numbers', () => {
  const claim = { externalPhoneId: 'whatsapp:+1 (555) 000-7777', accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: 'secret-token' }

  it('can be claimed once for a Twilio account, and by the next when given up', async () => {
    const made = await ann.call<{ id: string }>('POST', '/chat-accounts', claim)
    for (const tenant of [ann, bob]) {
      const refusal = await tenant.refusal('POST', '/chat-accounts', { ...claim, externalPhoneId: '+15550007777' })
      expect(refusal).toMatchObject({ status: 409, code: 'already_claimed' })
    }
    // The same number at another Twilio account is another claim: that is the sandbox.
    await bob.call('POST', '/chat-accounts', { ...claim, accountSid: 'ACother' })
    expect((await ann.fetch('DELETE', `/chat-accounts/${made.id}`)).status).toBe(204)
    await bob.call('POST', '/chat-accounts', claim)
  })

  it('never show their token, in an answer or in the database', async () => {
    const response = await ann.fetch('POST', '/chat-accounts', { ...claim, accountSid: 'ACtoken' })
    expect(await response.text()).not.toContain('secret-token')
    expect(await (await ann.fetch('GET', '/chat-accounts')).text()).not.toContain('secret-token')
  })

  it.each([
    [{ externalPhoneId: '5550007777' }, /country code/],
    [{ accountSid: 'SK123' }, /starts with AC/],
    [{ authToken: '' }, /Auth Token/],
  ])('with %o are refused in words', async (fault, words) => {
    const refusal = await ann.refusal('POST', '/chat-accounts', { ...claim, ...fault })
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(refusal.message).toMatch(words)
  })
})
