import { startStack, type Stack } from '@cloudpa/local/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Tenant } from './tenant.js'

let stack: Stack
let ann: Tenant
let bob: Tenant

beforeAll(async () => {
  stack = await startStack()
  ;[ann, bob] = (await Tenant.createMany(stack, [{}, {}])) as [Tenant, Tenant]
})
afterAll(() => stack.stop())

describe('numbers', () => {
  const claim = {
    externalPhoneId: 'whatsapp:+1 (555) 000-7777',
    accountSid: 'AC0123456789abcdef0123456789abcdef',
    authToken: 'secret-token',
  }

  it('can be claimed once for a Twilio account, and by the next when given up', async () => {
    const made = await ann.call<{ id: string }>('POST', '/chat-accounts', claim)
    for (const tenant of [ann, bob]) {
      const refusal = await tenant.refusal('POST', '/chat-accounts', {
        ...claim,
        externalPhoneId: '+15550007777',
      })
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
    [{ name: 'a\0' }, /control/],
  ])('with %o are refused in words', async (fault, words) => {
    const refusal = await ann.refusal('POST', '/chat-accounts', { ...claim, ...fault })
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(refusal.message).toMatch(words)
  })
})
