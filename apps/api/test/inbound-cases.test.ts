import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inboundCases, strangeBodies, strangeFields } from './cases.js'
import { askDatabase } from './database.js'
import { expectMessage } from './expect-message.js'
import type { FormCase } from './forms/form-case.js'
import { postForm } from './post-form.js'
import { Tenant } from './tenant.js'

const byId = new Map(inboundCases)

let stack: SharedStack
let tenants: Map<string, Tenant>
/** Stands where a form says its media are. Nobody may ask it for them. */
let trap: Server
const mediaRequests = new Map<string, (string | undefined)[]>()

beforeAll(async () => {
  trap = createServer((request, response) => {
    const id = decodeURIComponent((request.url ?? '').slice(1))
    mediaRequests.set(id, [...(mediaRequests.get(id) ?? []), request.headers.authorization])
    response.writeHead(404).end()
  })
  await new Promise<void>((done) => trap.listen(0, '127.0.0.1', done))
  stack = await sharedStack()
  const created = await Tenant.createMany(
    stack,
    inboundCases.map(([, { form }]) => accountFor(form)),
  )
  tenants = new Map(inboundCases.map(([id], index) => [id, created[index] as Tenant]))
})
afterAll(() => void trap.close())

/** Each case gets an account of its own that answers to the To its form carries. */
function accountFor(form: string) {
  return { externalPhoneId: new URLSearchParams(form).get('To') ?? 'whatsapp:+15558675310' }
}

const asksWhoFetches = (expected: FormCase['expect']) =>
  'fetched' in expected || 'credentials_sent' in expected

function addressed({ id, form, expect: expected }: FormCase, { account }: Tenant): string {
  const own = form.replace(/(^|&)AccountSid=[^&]*/, `$1AccountSid=${account.accountSid}`)
  if (!asksWhoFetches(expected)) return own
  const { port } = trap.address() as AddressInfo
  const url = encodeURIComponent(`http://127.0.0.1:${port}/${encodeURIComponent(id)}`)
  return own.replace(/(^|&)MediaUrl0=[^&]*/, `$1MediaUrl0=${url}`)
}

const post = (one: FormCase, tenant: Tenant) =>
  postForm(tenant.webhookUrl, addressed(one, tenant), { authToken: tenant.account.authToken })

async function mediaOf(messageId: string | undefined): Promise<{ url: string; state: string }[]> {
  if (messageId === undefined) return []
  const statement = `
    SELECT media.url, media.state FROM message, jsonb_array_elements(content->'media') WITH ORDINALITY AS of (file, place)
    JOIN media ON media.id = (file->>'id')::uuid WHERE message.id = $1 ORDER BY place`
  return askDatabase(stack, statement, [messageId])
}

/** How many messages the form must become; undefined where either is right. */
function countFor({ http, stored, text_if_accepted: eitherWay }: FormCase['expect']): number | undefined {
  if (stored === '0 or 1' || eitherWay !== undefined) return undefined
  return http === '4xx' || stored === 0 ? 0 : 1
}

// Each has a number of its own, and most of its time it waits.
describe.concurrent('forms', () => {
  it.each(inboundCases)('%s', async (id, one) => {
    const tenant = tenants.get(id) as Tenant
    const before = byId.get(String(one.expect.same_contact_as))
    if (before) {
      await post(before, tenant)
      await tenant.waitForInbound(1)
    }
    const { status } = await post(one, tenant)
    const count = countFor(one.expect)
    if (count === 1) expect(status).toBe(200)
    if (count === 1) await tenant.waitForInbound(before ? 2 : 1)
    // What comes after it is ingested after it: once this is there, the form will not come any more.
    const last = await tenant.receive({ MessageSid: 'SMlast', From: 'whatsapp:+15005550999', Body: 'last' })
    expect(last.status).toBe(200)
    await tenant.waitForSid('SMlast')
    const messages = (await tenant.inbound()).filter(({ sid }) => sid !== 'SMlast')
    if (count !== undefined) expect(messages).toHaveLength(before ? 2 : count)
    const media = () => mediaOf(messages.at(-1)?.id)
    // Until the worker has tried, nobody can have been asked for anything.
    if (asksWhoFetches(one.expect) && messages.length > 0)
      await waitFor(async () => {
        const states = (await media()).map(({ state }) => state)
        return states.length > 0 && !states.includes('waiting')
      })
    const conversations = (await tenant.conversations()).filter(
      ({ contact }) => contact.phone !== '+15005550999',
    )
    const { externalPhoneId } = tenant.account
    const { chatAccountId } = tenant
    expectMessage(
      {
        status,
        messages,
        conversations,
        chatAccountId,
        externalPhoneId,
        mediaUrls: (await media()).map(({ url }) => url),
        mediaRequests: mediaRequests.get(id) ?? [],
      },
      one.expect,
    )
  })
})

it('takes every strange text as a body, and as a name', async () => {
  const tenant = await Tenant.create(stack)
  await Promise.all(
    strangeBodies.map(async (text) => {
      const response = await tenant.receive({ Body: text, ProfileName: text })
      expect(response.status).toBe(200)
    }),
  )
  const messages = await tenant.waitForInbound(strangeBodies.length)
  const sent = strangeBodies.map((text) => Buffer.from(text.replaceAll('\0', '')).toString()).toSorted()
  expect(messages.map(({ content }) => content.body).toSorted()).toEqual(sent)
})

it('checks the signature over flat fields, whatever their names look like', async () => {
  const tenant = await Tenant.create(stack)
  const { accountSid, authToken, externalPhoneId } = tenant.account
  const answers = await Promise.all(
    strangeFields.map((extra, index) => {
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
  await waitFor(async () => (await tenant.inbound()).length === strangeFields.length)
})
