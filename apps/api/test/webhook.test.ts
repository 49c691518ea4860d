import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { startStack, waitFor, type Stack } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import { postForm, sign } from './post-form.js'
import { Tenant } from './tenant.js'

let stack: SharedStack
let tenant: Tenant
beforeAll(async () => {
  stack = await sharedStack()
  tenant = await Tenant.create(stack)
})

describe('the door', () => {
  it('answers a check with OK and a message with empty TwiML', async () => {
    const check = await fetch(tenant.webhookUrl)
    expect([check.status, await check.text()]).toEqual([200, 'OK'])
    const answer = await tenant.receive({})
    expect(answer.headers.get('content-type')).toMatch(/^text\/xml/)
    expect(await answer.text()).toMatch(/<Response\s*\/>/)
  })

  it.each([
    ['without a signature', { authToken: undefined }],
    ['with a wrong one', { signature: 'bm90IGEgc2lnbmF0dXJl' }],
    ['signed with another token', { authToken: 'another' }],
  ])('refuses a form %s, and stores nothing', async (_, options) => {
    const victim = await Tenant.create(stack)
    const answer = await victim.receive({}, options)
    expect(answer.status).toBe(400)
    expect((await answer.json()) as unknown).toMatchObject({ error: { code: 'invalid_signature' } })
    // What came after it is there, so what came before it would be.
    await victim.receive({ Body: 'the next one' })
    expect((await victim.waitForInbound(1)).map(({ content }) => content.body)).toEqual(['the next one'])
  })

  it('refuses a form whose text was changed after signing', async () => {
    const form = `MessageSid=SMx&AccountSid=${tenant.account.accountSid}&From=%2B15005550006&Body=pay+me`
    const signature = sign(tenant.account.authToken, tenant.webhookUrl, form)
    const answer = await postForm(tenant.webhookUrl, form.replace('pay+me', 'pay+him'), { signature })
    expect(answer.status).toBe(400)
  })

  it('does not say whether an account exists', async () => {
    const known = await tenant.receive({}, { authToken: 'wrong' })
    const unknown = await tenant.receive({ AccountSid: 'ACnobody' }, { authToken: 'wrong' })
    const withoutId = async (answer: Response) => (await answer.text()).replace(/"requestId":"[^"]*"/, '')
    expect(await withoutId(known)).toBe(await withoutId(unknown))
  })

  it('stores nothing of a signed form without usable ids, and cuts a name that no screen could hold', async () => {
    const own = await Tenant.create(stack)
    const unusable: Record<string, string>[] = [
      { MessageSid: 'S'.repeat(5000) },
      { From: `whatsapp:US.${'1'.repeat(5000)}` },
      { MessageSid: '' },
    ]
    for (const fields of unusable) {
      expect((await own.receive(fields)).status).toBe(200)
    }
    await own.receive({ ProfileName: '🙂'.repeat(5000) })
    await own.waitForInbound(1)
    expect((await own.conversations())[0]?.contact.name).toBe('🙂'.repeat(200))
  })

  it('makes a short message of a signed form of 256 kB, and keeps the form whole', async () => {
    const own = await Tenant.create(stack)
    const long = 'x'.repeat(240_000)
    expect((await own.receive({ Body: long })).status).toBe(200)
    const [message] = await own.waitForInbound(1)
    expect(message?.content.body).toBe(long.slice(0, 4_096))
    await withDatabase(stack, async (client) => {
      const { rows } = await client.query<{ length: number }>(
        'SELECT length(form) FROM webhook_event WHERE org_id = $1',
        [own.orgId],
      )
      expect(rows[0]?.length).toBeGreaterThan(long.length)
    })
  })

  it('refuses what is no form', async () => {
    for (const contentType of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const answer = await fetch(tenant.webhookUrl, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': contentType },
      })
      expect(answer.status, contentType).toBeGreaterThanOrEqual(400)
      expect(answer.status, contentType).toBeLessThan(500)
    }
  })
})

describe('once', () => {
  it('stores the same form once, at once or later', async () => {
    const own = await Tenant.create(stack)
    const fields = { MessageSid: 'SMtwice', Body: 'only once' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.receive(fields)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await own.waitForInbound(1)
    expect((await own.receive(fields)).status).toBe(200)
    await own.receive({ Body: 'after it' })
    expect((await own.waitForInbound(2)).map(({ content }) => content.body)).toEqual([
      'only once',
      'after it',
    ])
    expect((await own.conversations())[0]?.unreadCount).toBe(2)
  })

  it('keeps the order in which it acknowledged', async () => {
    const own = await Tenant.create(stack)
    const bodies = Array.from({ length: 40 }, (_, index) => `message ${index}`)
    for (const Body of bodies) await own.receive({ Body })
    const messages = await own.waitForInbound(bodies.length)
    expect(messages.map(({ content }) => content.body)).toEqual(bodies)
    // It says when, and not how much the platform has to do.
    for (const { position, occurredAt } of messages)
      expect(Math.abs(position / 1_000 - Date.parse(occurredAt))).toBeLessThanOrEqual(1)
    const [conversation] = await own.conversations()
    expect(conversation?.lastMessage?.content.body).toBe('message 39')
    expect(conversation?.unreadCount).toBe(40)
  })

  it('makes one contact of many first messages at once, in every form of the number', async () => {
    const own = await Tenant.create(stack)
    const forms = ['whatsapp:+5541988887777', 'whatsapp:+554188887777']
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => own.receive({ From: forms[index % 2] as string })),
    )
    await own.waitForInbound(30)
    expect(await own.conversations()).toHaveLength(1)
  })
})

describe('whose it is', () => {
  it('keeps two orgs apart that share the sandbox number', async () => {
    const sandbox = { externalPhoneId: 'whatsapp:+14155238886' }
    const [ann, bob] = (await Tenant.createMany(stack, [sandbox, sandbox])) as [Tenant, Tenant]
    await ann.receive({ Body: 'for Ann' })
    await bob.receive({ Body: 'for Bob', MessageSid: 'SMshared' })
    await ann.receive({ Body: 'for Ann too', MessageSid: 'SMshared' })
    expect((await ann.waitForInbound(2)).map(({ content }) => content.body)).toEqual([
      'for Ann',
      'for Ann too',
    ])
    expect((await bob.waitForInbound(1)).map(({ content }) => content.body)).toEqual(['for Bob'])
    // Bob's token does not open Ann's door.
    expect((await ann.receive({}, { authToken: bob.account.authToken })).status).toBe(400)
  })

  it('takes a form to a Messaging Service by its sid, and checks it all the same', async () => {
    const own = await Tenant.create(stack, { messagingServiceSid: 'MGservice' })
    const fields = { To: 'whatsapp:+15559990000', MessagingServiceSid: 'MGservice', Body: 'by service' }
    expect((await own.receive(fields, { authToken: 'wrong' })).status).toBe(400)
    expect((await own.receive(fields)).status).toBe(200)
    expect((await own.waitForInbound(1))[0]?.content.body).toBe('by service')
  })

  it('is not disturbed by who writes another’s account and service into his own settings', async () => {
    const own = await Tenant.create(stack, { messagingServiceSid: 'MGcontested' })
    const [rival] = (await Tenant.createMany(stack, [
      { accountSid: own.account.accountSid, messagingServiceSid: 'MGcontested' },
    ])) as [Tenant]
    const fields = { To: 'whatsapp:+15559990001', MessagingServiceSid: 'MGcontested', Body: 'still mine' }
    expect((await own.receive(fields)).status).toBe(200)
    expect((await own.waitForInbound(1))[0]?.content.body).toBe('still mine')
    const number = { externalPhoneId: fields.To, accountSid: own.account.accountSid, authToken: 'a-guess' }
    await rival.call('POST', '/chat-accounts', number)
    expect((await own.receive({ ...fields, Body: 'and still' })).status).toBe(200)
    expect((await own.waitForInbound(2))[1]?.content.body).toBe('and still')
    expect(await rival.inbound()).toEqual([])
  })

  it('is not disturbed by another’s token that can’t be opened', async () => {
    const service = { accountSid: 'ACshared-service', messagingServiceSid: 'MGshared' }
    const [lost, own] = (await Tenant.createMany(stack, [service, service])) as [Tenant, Tenant]
    await withDatabase(stack, (client) =>
      client.query(
        `UPDATE chat_account SET auth_token_sealed = regexp_replace(auth_token_sealed, '^v1[.][^.]+', 'v1.lost')
         WHERE id = $1`,
        [lost.chatAccountId],
      ),
    )
    const fields = { To: 'whatsapp:+15559990002', MessagingServiceSid: 'MGshared', Body: 'mine' }
    expect((await own.receive(fields)).status).toBe(200)
    expect((await own.waitForInbound(1))[0]?.content.body).toBe('mine')
    // Nobody else signed it, so it may be theirs: Twilio shall try again.
    expect((await lost.receive(fields)).status).toBe(503)
  })

  it('ingests nothing for an account that is switched off, from one moment to the next', async () => {
    const own = await Tenant.create(stack)
    await own.receive({ Body: 'before' })
    await own.call('PATCH', `/chat-accounts/${own.chatAccountId}`, { active: false })
    expect((await own.receive({ Body: 'while off' })).status).toBe(200)
    await own.call('PATCH', `/chat-accounts/${own.chatAccountId}`, { active: true })
    await own.receive({ Body: 'after' })
    expect((await own.waitForInbound(2)).map(({ content }) => content.body)).toEqual(['before', 'after'])
  })
})

describe('an installation with credentials in its environment and no public address', () => {
  let own: Stack
  let first: Tenant
  beforeAll(async () => {
    own = await startStack({
      env: {
        PUBLIC_BASE_URL: '',
        TWILIO_ACCOUNT_SID: 'ACenvironment',
        TWILIO_AUTH_TOKEN: 'environment-token',
        TWILIO_WHATSAPP_FROM: 'whatsapp:+15550009999',
      },
    })
    first = await Tenant.create(own)
  })
  afterAll(() => own.stop())

  it('serves the first org with them, where no account answers', async () => {
    const rival = await Tenant.create(own)
    const squat = { externalPhoneId: '+15550009999', accountSid: 'ACenvironment', authToken: 'a-guess' }
    await rival.call('POST', '/chat-accounts', squat)
    const form =
      'MessageSid=SMenv&AccountSid=ACenvironment&From=%2B15005550006&To=%2B15550009999&Body=first+run'
    expect((await postForm(first.webhookUrl, form, { authToken: 'wrong' })).status).toBe(400)
    expect((await postForm(first.webhookUrl, form, { authToken: 'environment-token' })).status).toBe(200)
    await waitFor(async () => (await first.inbound()).some(({ content }) => content.body === 'first run'))
  })

  it('serves nobody with them for a number that another org has proven', async () => {
    const number = {
      externalPhoneId: '+15550008888',
      accountSid: 'ACenvironment',
      authToken: 'another-token',
    }
    await Tenant.create(own, number)
    const form = 'MessageSid=SMheld&AccountSid=ACenvironment&From=%2B15005550006&To=%2B15550008888&Body=held'
    expect((await postForm(first.webhookUrl, form, { authToken: 'environment-token' })).status).toBe(400)
    expect((await postForm(first.webhookUrl, form, { authToken: 'another-token' })).status).toBe(200)
  })

  it('accepts whatever host a proxy names', async () => {
    const { account, webhookUrl } = first
    const form = `MessageSid=SMp&AccountSid=${account.accountSid}&From=%2B15005550006&To=${encodeURIComponent(account.externalPhoneId)}`
    const publicUrl = 'https://tunnel.example/api/v1/messaging/webhook/whatsapp'
    const signature = sign(account.authToken, publicUrl, form)
    const headers = { 'x-forwarded-host': 'tunnel.example', 'x-forwarded-proto': 'https' }
    expect((await postForm(webhookUrl, form, { signature, headers })).status).toBe(200)
    expect((await postForm(webhookUrl, form, { signature })).status).toBe(400)
  })
})
