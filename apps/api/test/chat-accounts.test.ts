import { randomBytes } from 'node:crypto'
import type { ChatAccount, ValidationResult } from '@cloudpa/contracts/chat-accounts'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, describe, expect, it } from 'vitest'
import { SimulatedTwilio } from './simulated-twilio.js'
import { Tenant } from './tenant.js'

interface TwilioNumber {
  externalPhoneId: string
  accountSid: string
  authToken: string
}

let stack: SharedStack
beforeAll(async () => {
  stack = await sharedStack()
})

const tenants = (count: number) =>
  Tenant.createMany(
    stack,
    Array.from({ length: count }, () => ({})),
  )

/** A number of a Twilio account that exists, and that nobody here has claimed. */
async function newNumber(): Promise<TwilioNumber> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  await new SimulatedTwilio(stack).call('PUT', `/accounts/${accountSid}`, { authToken })
  const digits = String(randomBytes(4).readUInt32BE() % 10_000_000).padStart(7, '0')
  return { externalPhoneId: `whatsapp:+1555${digits}`, accountSid, authToken }
}

const add = (tenant: Tenant, number: TwilioNumber) =>
  tenant.call<ChatAccount>('POST', '/chat-accounts', number)
const validate = (tenant: Tenant, { id }: ChatAccount) =>
  tenant.call<ValidationResult>('POST', `/chat-accounts/${id}/validate`, {})
const isProven = async (tenant: Tenant, { id }: ChatAccount) =>
  (await tenant.call<ChatAccount>('GET', `/chat-accounts/${id}`)).proven

/** A customer writes to the number; Twilio signs with its token. */
const post = (tenant: Tenant, { accountSid, externalPhoneId, authToken }: TwilioNumber, Body = 'Hello') =>
  tenant.receive({ AccountSid: accountSid, To: externalPhoneId, Body }, { authToken })

const bodiesOf = async (tenant: Tenant) => (await tenant.inbound()).map(({ content }) => content.body)
const claimedElsewhere = {
  status: 409,
  code: 'already_claimed',
  message: expect.stringMatching(/another business/),
}

describe('a number', () => {
  it('is added once to an org, and again when it was removed', async () => {
    const [ann] = (await tenants(1)) as [Tenant]
    const number = await newNumber()
    const made = await add(ann, number)
    expect(made.formatted).toMatch(/^\+1 555 \d{3} \d{4}$/)
    const again = {
      ...number,
      externalPhoneId: number.externalPhoneId.replace('whatsapp:+1555', '+1 (555) '),
    }
    const refusal = await ann.refusal('POST', '/chat-accounts', again)
    expect(refusal).toMatchObject({ status: 409, code: 'already_claimed' })
    // The same number at another Twilio account is another one: that is the sandbox.
    await add(ann, { ...number, accountSid: (await newNumber()).accountSid })
    expect((await ann.fetch('DELETE', `/chat-accounts/${made.id}`)).status).toBe(204)
    expect((await add(ann, number)).id).toBe(made.id)
  })

  it('never shows its token, in an answer or in the list', async () => {
    const [ann] = (await tenants(1)) as [Tenant]
    const number = await newNumber()
    const response = await ann.fetch('POST', '/chat-accounts', number)
    expect(response.status).toBe(201)
    expect(await response.text()).not.toContain(number.authToken)
    expect(await (await ann.fetch('GET', '/chat-accounts')).text()).not.toContain(number.authToken)
  })

  it.each([
    [{ externalPhoneId: '5550007777' }, /country code/],
    [{ accountSid: 'SK123' }, /starts with AC/],
    [{ authToken: '' }, /Auth Token/],
    [{ name: 'a\0' }, /control/],
  ])('with %o is refused in words', async (fault, words) => {
    const [ann] = (await tenants(1)) as [Tenant]
    const refusal = await ann.refusal('POST', '/chat-accounts', { ...(await newNumber()), ...fault })
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(refusal.message).toMatch(words)
  })
})

describe('a claim', () => {
  it('of somebody without the token keeps the owner from nothing, and gets nothing', async () => {
    const [eve, ann, bob] = (await tenants(3)) as [Tenant, Tenant, Tenant]
    const number = await newNumber()
    const squat = await add(eve, { ...number, authToken: 'a-guess' })
    expect(await validate(eve, squat)).toMatchObject({ ok: false })

    const own = await add(ann, number)
    expect(own.proven).toBe(false)
    expect((await post(eve, number, 'for Ann')).status).toBe(200)
    expect((await ann.waitForInbound(1))[0]?.content.body).toBe('for Ann')
    expect(await bodiesOf(eve)).toEqual([])

    await waitFor(() => isProven(ann, own), { what: 'Twilio’s word for Ann' })
    expect(await isProven(eve, squat)).toBe(false)
    expect((await post(eve, { ...number, authToken: 'a-guess' })).status).toBe(400)
    expect(await eve.refusal('POST', `/chat-accounts/${squat.id}/validate`, {})).toMatchObject(
      claimedElsewhere,
    )
    expect(await bob.refusal('POST', '/chat-accounts', number)).toMatchObject(claimedElsewhere)
  })

  it('is not proven by a form that its maker signed with a token he made up', async () => {
    const [eve, ann] = (await tenants(2)) as [Tenant, Tenant]
    const number = await newNumber()
    const guess = { ...number, authToken: 'a-guess' }
    const squat = await add(eve, guess)
    for (const body of ['one', 'two']) expect((await post(eve, guess, body)).status).toBe(200)
    await eve.waitForInbound(2)
    const own = await add(ann, number)
    expect((await post(ann, number, 'for Ann')).status).toBe(200)
    expect((await ann.waitForInbound(1)).map(({ content }) => content.body)).toEqual(['for Ann'])
    await waitFor(() => isProven(ann, own), { what: 'Twilio’s word for Ann' })
    expect(await isProven(eve, squat)).toBe(false)
    expect((await post(eve, guess)).status).toBe(400)
  })

  it('is proven by Validate, and free again when the number is removed', async () => {
    const [eve, ann, bob] = (await tenants(3)) as [Tenant, Tenant, Tenant]
    const number = await newNumber()
    await add(eve, { ...number, authToken: 'a-guess' })
    const own = await add(ann, number)
    const waiting = await add(bob, number)
    expect(await validate(ann, own)).toMatchObject({ ok: true })
    expect(await isProven(ann, own)).toBe(true)
    expect(await bob.refusal('POST', `/chat-accounts/${waiting.id}/validate`, {})).toMatchObject(
      claimedElsewhere,
    )

    await ann.call('DELETE', `/chat-accounts/${own.id}`)
    expect(await validate(bob, waiting)).toMatchObject({ ok: true })
    expect(await ann.refusal('POST', '/chat-accounts', number)).toMatchObject(claimedElsewhere)
  })

  it('belongs to whoever of two with the right token proves it first', async () => {
    const [ann, bob] = (await tenants(2)) as [Tenant, Tenant]
    const number = await newNumber()
    const claims = [await add(ann, number), await add(bob, number)] as const
    const answers = await Promise.all([
      ann.fetch('POST', `/chat-accounts/${claims[0].id}/validate`, {}),
      bob.fetch('POST', `/chat-accounts/${claims[1].id}/validate`, {}),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const [winner, loser] = answers[0].status === 200 ? [ann, bob] : [bob, ann]
    expect((await post(loser, number, 'to the first')).status).toBe(200)
    await winner.waitForInbound(1)
    expect(await bodiesOf(loser)).toEqual([])
  })

  it('is proven once by many forms at once, which all arrive at one org', async () => {
    const [ann, bob] = (await tenants(2)) as [Tenant, Tenant]
    const number = await newNumber()
    const claims = [await add(ann, number), await add(bob, number)] as const
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(ann, number)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const areProven = async () => [await isProven(ann, claims[0]), await isProven(bob, claims[1])]
    const proven = await waitFor(async () => (await areProven()).some(Boolean) && areProven())
    expect(proven.filter(Boolean)).toHaveLength(1)
    const [winner, loser] = proven[0] ? [ann, bob] : [bob, ann]
    await winner.waitForInbound(30)
    expect(await bodiesOf(loser)).toEqual([])
  })

  it('must be proven again when its number, Twilio account or token changes, and by nothing else', async () => {
    const [ann, bob] = (await tenants(2)) as [Tenant, Tenant]
    const [number, other] = [await newNumber(), await newNumber()]
    const own = await add(ann, number)
    const rename = { name: 'Studio', active: true, externalPhoneId: number.externalPhoneId }
    for (const change of [
      { authToken: number.authToken },
      { externalPhoneId: other.externalPhoneId },
      { accountSid: other.accountSid, authToken: other.authToken },
    ]) {
      await validate(ann, own)
      await ann.call('PATCH', `/chat-accounts/${own.id}`, rename)
      expect(await isProven(ann, own)).toBe(true)
      await ann.call('PATCH', `/chat-accounts/${own.id}`, change)
      expect(await isProven(ann, own)).toBe(false)
      Object.assign(rename, change, { authToken: undefined })
    }
    // What Ann let go of is Bob's to prove, and Ann can't take it back by an edit.
    await validate(bob, await add(bob, number))
    const back = { accountSid: number.accountSid, externalPhoneId: number.externalPhoneId, authToken: 'x' }
    expect(await ann.refusal('PATCH', `/chat-accounts/${own.id}`, back)).toMatchObject(claimedElsewhere)
  })

  it('of many squatters does not crowd the owner out', async () => {
    const [ann, ...crowd] = await tenants(16)
    const number = await newNumber()
    for (const eve of crowd) await add(eve, { ...number, authToken: 'a-guess' })
    const own = await add(ann as Tenant, number)
    // Only a few tokens are tried for a form, by chance; Twilio tries again, and so do customers.
    await waitFor(async () => (await post(ann as Tenant, number)).status === 200, { timeoutMs: 30_000 })
    await waitFor(() => isProven(ann as Tenant, own), { what: 'Twilio’s word for Ann' })
    expect((await post(ann as Tenant, number)).status).toBe(200)
  })

  it('that is not proven is one of at most twenty of an org, however many are added at once', async () => {
    const [eve] = (await tenants(1)) as [Tenant]
    const { accountSid, authToken } = await newNumber()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        eve.fetch('POST', '/chat-accounts', {
          externalPhoneId: `+155500001${10 + index}`,
          accountSid,
          authToken,
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    const number = { externalPhoneId: '+15550000199', accountSid, authToken }
    const refusal = await eve.refusal('POST', '/chat-accounts', number)
    expect(refusal).toMatchObject({
      status: 409,
      code: 'conflict',
      message: expect.stringMatching(/Check/),
    })
    const [first] = (await eve.call<{ items: ChatAccount[] }>('GET', '/chat-accounts')).items.filter(
      ({ proven }) => !proven,
    )
    await validate(eve, first as ChatAccount)
    await eve.call('POST', '/chat-accounts', number)
  })

  it('of the operator’s seed stands above one that nobody proved', async () => {
    const [eve] = (await tenants(1)) as [Tenant]
    const number = await newNumber()
    const squat = await add(eve, number)
    const ann = await Tenant.create(stack, number)
    expect((await ann.receive({ Body: 'for Ann' })).status).toBe(200)
    await ann.waitForInbound(1)
    expect(await eve.refusal('POST', `/chat-accounts/${squat.id}/validate`, {})).toMatchObject(
      claimedElsewhere,
    )
  })
})
