import type { Message } from '@cloudpa/contracts/messages'
import { startStack, waitFor, type Stack } from '@cloudpa/local/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasCases, readCase, readCases, type FormCase } from './cases.js'
import { postForm } from './post-form.js'
import { Tenant } from './tenant.js'

const cases = readCases('inbound').map((one) => [one.id, one] as const)

let stack: Stack
let tenants: Map<string, Tenant>
beforeAll(async () => {
  stack = await startStack()
  const created = await Tenant.createMany(
    stack,
    cases.map(([, { form }]) => accountFor(form)),
  )
  tenants = new Map(cases.map(([id], index) => [id, created[index] as Tenant]))
})
afterAll(() => stack.stop())

/** Each case gets an account of its own that answers to the To its form carries. */
function accountFor(form: string) {
  return { externalPhoneId: new URLSearchParams(form).get('To') ?? 'whatsapp:+15558675310' }
}

function addressed(form: string, { account }: Tenant): string {
  return form.replace(/(^|&)AccountSid=[^&]*/, `$1AccountSid=${account.accountSid}`)
}

function check(message: Message, expected: Record<string, unknown>): void {
  const details: Record<string, () => void> = {
    text: () => expect(message.body).toBe(expected.text),
    text_if_accepted: () => expect(message.body).toBe(expected.text_if_accepted),
    text_length: () => expect(message.body).toHaveLength(expected.text_length as number),
    sid: () => expect(message.sid).toBe(expected.sid),
    media_types: () =>
      expect(message.media.map(({ contentType }) => contentType)).toEqual(expected.media_types),
    media_count: () => expect(message.mediaCount).toBe(expected.media_count),
    media: () => expect(message.media.map(({ url }) => url.split('/').at(-1))).toEqual(expected.media),
    location: () => {
      const { lat, lng, ...rest } = expected.location as Record<string, unknown>
      expect(message.location).toMatchObject({ latitude: lat, longitude: lng, ...rest })
    },
    button_text: () => expect(message.button?.text).toBe(expected.button_text),
    button_payload: () => expect(message.button?.payload).toBe(expected.button_payload),
    referral_source_id: () => expect(message.referral?.sourceId).toBe(expected.referral_source_id),
    forwarded: () => expect(message.forwarded).toBe(expected.forwarded),
    reply_to: () => expect(message.replyToSid).toBe(expected.reply_to),
  }
  for (const key of Object.keys(expected)) details[key]?.()
}

describe.skipIf(!hasCases)('forms that nobody here wrote', () => {
  it.each(cases)('%s', async (id, { form, expect: expected }) => {
    const tenant = tenants.get(id) as Tenant
    const response = await postForm(tenant.webhookUrl, addressed(form, tenant), {
      authToken: tenant.account.authToken,
    })
    if (expected.http === '4xx' || expected.stored === 0) {
      expect(response.status).toBe(400)
      expect(await tenant.inbound()).toEqual([])
      return
    }
    expect(response.status).toBe(200)
    const [message] = await tenant.waitForInbound(1)
    check(message as Message, expected)
    const [conversation] = await tenant.conversations()
    const { contact } = conversation ?? {}
    if (expected.profile) expect(contact?.profileName).toBe(expected.profile)
    if (expected.from_) expect([contact?.phone, contact?.userId]).toContain(expected.from_)
    if ('phone' in expected) expect(contact?.phone).toBe(expected.phone)
    if (expected.external_user_id) expect(contact?.userId).toBe(expected.external_user_id)
  })

  it('keeps one contact when a customer hides the number', async () => {
    const first = readCase<FormCase>('inbound/cw-seq1-phone-and-bsuid.json')
    const second = readCase<FormCase>('inbound/cw-seq2-bsuid-only.json')
    const tenant = await Tenant.create(stack)
    const { authToken } = tenant.account
    await postForm(tenant.webhookUrl, addressed(first.form, tenant), { authToken })
    await postForm(tenant.webhookUrl, addressed(second.form, tenant), { authToken })
    await tenant.waitForInbound(2)
    const [conversation, ...others] = await tenant.conversations()
    expect(others).toEqual([])
    expect(conversation?.contact).toMatchObject({ phone: '+919745786257', userId: 'IN.2081978709342942' })
  })

  it('takes every strange text as a body, and as a name', async () => {
    const tenant = await Tenant.create(stack)
    const texts = readCase<string[]>('naughty-strings.json')
    await Promise.all(
      texts.map(async (text) => {
        const response = await tenant.receive({ Body: text, ProfileName: text })
        expect(response.status).toBe(200)
      }),
    )
    const messages = await tenant.waitForInbound(texts.length)
    const sent = texts.map((text) => Buffer.from(text.replaceAll('\0', '')).toString()).toSorted()
    expect(messages.map(({ body }) => body).toSorted()).toEqual(sent)
  })

  it('checks the signature over flat fields, whatever their names look like', async () => {
    const tenant = await Tenant.create(stack)
    const { cases: extras } = readCase<{ cases: string[] }>('forms.json')
    const { accountSid, authToken, externalPhoneId } = tenant.account
    const answers = await Promise.all(
      extras.map((extra, index) => {
        const own = new URLSearchParams({
          MessageSid: `SM${index}`,
          AccountSid: accountSid,
          From: '+15005550006',
          To: externalPhoneId,
          Body: 'x',
        })
        return postForm(tenant.webhookUrl, `${own}&${extra}`, { authToken })
      }),
    )
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([])
    await waitFor(async () => (await tenant.inbound()).length === extras.length)
  })
})
