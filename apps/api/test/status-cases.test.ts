import { randomUUID } from 'node:crypto'
import { readOutside } from '@cloudpa/testing/cases'
import { MessageStatus, type Message } from '@cloudpa/contracts/messages'
import { sharedStack, type SharedStack } from '@cloudpa/testing/shared-stack'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { statusCases } from './cases.js'
import { askDatabase, withDatabase } from './database.js'
import { postForm } from './post-form.js'
import { SimulatedTwilio, type SimulatedMessage } from './simulated-twilio.js'
import type { Tenant } from './tenant.js'

/** The default of DATABASE_POOL. */
const databasePool = 20

let stack: SharedStack
let twilio: SimulatedTwilio
let tenant: Tenant
let conversationId: string
/** One reply for each case, taken by Twilio and not yet reported on. */
let replies: Map<string, SimulatedMessage>

beforeAll(async () => {
  stack = await sharedStack()
  twilio = new SimulatedTwilio(stack)
  await twilio.manualReceipts()
  tenant = (await twilio.connect(1))[0] as Tenant
  await twilio.write(tenant, '+15005550006', 'Are you there?')
  await tenant.waitForInbound(1)
  conversationId = (await tenant.conversations())[0]?.id ?? ''
  for (const [id] of statusCases) await send(id)
  const taken = await waitFor(
    async () => {
      const all = await twilio.taken(tenant)
      return all.length === statusCases.length && all
    },
    { timeoutMs: 50_000, what: `${statusCases.length} replies at Twilio` },
  )
  replies = new Map(taken.map((message) => [message.body, message]))
  // What goes back in line stays there for seconds, to be looked at.
  await askDatabase(stack, `UPDATE message SET attempts = 5 WHERE org_id = $1 AND sid IS NOT NULL`, [
    tenant.orgId,
  ])
})

const send = (body: string) =>
  tenant.call('POST', `/messaging/conversations/${conversationId}/send`, { clientId: randomUUID(), body })

async function shown(id: string): Promise<Message> {
  const found = (await tenant.everyMessage(conversationId)).find(({ content }) => content.body === id)
  expect(found).toBeDefined()
  return found as Message
}

/** As if nobody had said anything of it: all cases are about replies to one customer. */
const forgetOptOut = () =>
  askDatabase(stack, 'UPDATE contact SET opted_out_at = NULL, opted_position = 0 WHERE org_id = $1', [
    tenant.orgId,
  ])

/** The form as Twilio would have posted it about the reply: its own sids, wherever the case's stood. */
function about({ sid }: SimulatedMessage, form: string): string {
  const named = new URLSearchParams(form).get('MessageSid') ?? new URLSearchParams(form).get('SmsSid')
  const own = named ? form.replaceAll(encodeURIComponent(named), sid) : form
  return own.replace(/(^|&)AccountSid=[^&]*/, `$1AccountSid=${tenant.account.accountSid}`)
}

/** Waits until all that was reported is merged; a word that nobody knows is not even stored. */
const merged = () =>
  withDatabase(stack, (client) =>
    waitFor(async () => {
      const open = `SELECT FROM webhook_due WHERE org_id = $1 AND kind = 'status'`
      return (await client.query(open, [tenant.orgId])).rowCount === 0
    }),
  )

interface Outcome {
  status: number
  message: Message
  /** Whether it is known from this report that the customer wants no messages. */
  optsOut: boolean
}

/** What each word of an expectation means. */
const checks: Record<string, (outcome: Outcome, wanted: unknown) => void> = {
  status: ({ status, message }, wanted) => {
    expect(status).toBe(200)
    expect(message.status).toBe(wanted)
  },
  error: ({ message }, wanted) => {
    expect(message.error?.code).toBe(wanted)
    // Twilio sends no text for it: the sentence is ours.
    expect(message.error?.message).toMatch(/^[A-Z].*\.$/)
  },
  contact_opted_out: ({ message, optsOut }, wanted) => {
    expect(optsOut).toBe(wanted)
    expect(message.error).toMatchObject({ retryable: false })
    expect(message.error?.message).toContain('STOP')
  },
  http: ({ status, message }, wanted) => {
    expect(['2xx-ignored or 4xx', '4xx or ignored']).toContain(wanted)
    expect(status === 200 || Math.floor(status / 100) === 4).toBe(true)
    expect(message.status).toBe('queued')
  },
  no_crash: ({ status, message }, wanted) => {
    expect(wanted).toBe(true)
    expect(status).toBeLessThan(500)
    expect(MessageStatus.options).toContain(message.status)
  },
}

describe('status callbacks', () => {
  it.each(statusCases)('%s', async (id, { form, expect: expected }) => {
    const reply = replies.get(id) as SimulatedMessage
    const url = reply.statusCallback ?? ''
    expect(url).toContain('/api/v1/messaging/webhook/whatsapp/status?')
    const { authToken } = tenant.account
    await forgetOptOut()
    const { status } = await postForm(url, about(reply, form), { authToken })
    await merged()
    const message = await shown(id)
    const optsOut = (await tenant.conversations())[0]?.contact.optedOutAt !== null
    if (!('contact_opted_out' in expected)) expect(optsOut).toBe(false)
    for (const [word, wanted] of Object.entries(expected)) {
      const check = Object.hasOwn(checks, word) ? checks[word] : undefined
      if (!check) throw new Error(`Nothing here knows what "${word}" expects.`)
      check({ status, message, optsOut }, wanted)
    }
    // The same again, as Twilio's retries do it, changes nothing more.
    await postForm(url, about(reply, form), { authToken })
    await merged()
    expect(await shown(id)).toEqual(message)
  })
})

describe('while screens hold every connection that they may', () => {
  it('a callback is answered at once, and merged', async () => {
    const [reply] = replies.values()
    const path = '/messaging/conversations'
    await withDatabase(stack, async (holder) => {
      await holder.query('BEGIN; LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE')
      let answered = 0
      const reads = Array.from({ length: databasePool + 5 }, async () => {
        await tenant.fetch('GET', path)
        answered += 1
      })
      await waitFor(async () => {
        const { rows } = await holder.query<{ count: number }>(
          `SELECT count(*)::int FROM pg_locks WHERE NOT granted AND relation = 'conversation'::regclass`,
        )
        // What works behind the screens may wait as well.
        return (rows[0]?.count ?? 0) >= databasePool
      })
      const form = `MessageSid=${reply?.sid}&MessageStatus=read&AccountSid=${tenant.account.accountSid}`
      const { status } = await postForm(reply?.statusCallback ?? '', form, tenant.account)
      expect([status, answered]).toEqual([200, 0])
      await holder.query('ROLLBACK')
      await Promise.all(reads)
    })
    await merged()
    const message = (await tenant.everyMessage(conversationId)).find(({ sid }) => sid === reply?.sid)
    expect(message?.status).toBe('read')
  })
})

/** Twilio's request to create a message, as far as we use it: the message resource's documentation. */
const SentForm = z.strictObject({
  To: z.string().regex(/^whatsapp:(\+\d{5,15}|[A-Z]{2}\.\w+)$/),
  From: z.string().regex(/^whatsapp:\+\d{5,15}$/),
  Body: z.string().min(1).max(1600),
  StatusCallback: z.url({ protocol: /^https?$/, hostname: /^[^_]+$/ }),
})

interface Exchange {
  direction: string
  method: string
  url: string
  requestBody: string
}

it('asks Twilio for what its API describes', async () => {
  const exchanges = await twilio.call<Exchange[]>('GET', '/exchanges')
  const ours = `/api.twilio.com/2010-04-01/Accounts/${tenant.account.accountSid}/`
  const path = `${ours}Messages.json`
  // Other files' accounts ask the same simulator for other things.
  const sent = exchanges.filter(
    ({ direction, method, url }) => direction === 'in' && method === 'POST' && url.startsWith(ours),
  )
  expect(sent.length).toBeGreaterThan(0)
  expect([...new Set(sent.map(({ url }) => url))]).toEqual([path])
  const forms = sent.map(({ requestBody }) => Object.fromEntries(new URLSearchParams(requestBody)))
  for (const form of forms) SentForm.parse(form)

  const spec = readOutside<OpenApi>('oai/twilio_api_v2010.json')
  const fields = spec?.paths['/2010-04-01/Accounts/{AccountSid}/Messages.json']?.post?.requestBody
  const known = fields?.content['application/x-www-form-urlencoded']?.schema.properties
  if (known) expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(forms[0] ?? {})))
  expect(spec === undefined).toBe(known === undefined)
})

interface OpenApi {
  paths: Record<
    string,
    { post?: { requestBody: { content: Record<string, { schema: { properties: object } }> } } }
  >
}
