import type { Conversation } from '@cloudpa/contracts/conversations'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, expect, it } from 'vitest'
import type { Browser } from './browser.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

let threads: Threads
let tenant: Tenant
let thread: Thread
let owner: Browser

beforeAll(async () => {
  threads = await Threads.prepare(1)
  ;({ tenant, thread } = await threads.begin())
  owner = await tenant.owner()
})

const type = () =>
  owner.post<Conversation>(`/api/v1/messaging/conversations/${thread.conversationId}/presence`, {
    state: 'typing',
    screen: 'a-screen-of-theirs',
  })

/** The forms by which the simulated Twilio was told that somebody types to this customer. */
async function told(sid: string | null): Promise<string[]> {
  const exchanges = await threads.twilio.call<{ url: string; requestBody: string }[]>('GET', '/exchanges')
  const ofTyping = exchanges.filter(({ url }) => url.includes('/v2/Indicators/Typing.json'))
  return ofTyping.map(({ requestBody }) => requestBody).filter((form) => form.includes(String(sid)))
}

it('shows a customer who types where an admin wants it, once in a while', async () => {
  const [inbound] = await tenant.inbound()
  const sid = inbound?.sid ?? ''
  const account = `/chat-accounts/${tenant.chatAccountId}`
  expect(await tenant.call('GET', account)).toMatchObject({ typingIndicator: false })
  expect(await tenant.call('PATCH', account, { typingIndicator: true })).toMatchObject({
    typingIndicator: true,
  })
  for (let round = 0; round < 3; round += 1) expect((await type()).status).toBeLessThan(300)
  const forms = await waitFor(async () => (await told(sid)).length > 0 && told(sid), { what: 'who types' })
  expect(forms.map((form) => Object.fromEntries(new URLSearchParams(form)))).toEqual([
    { channel: 'whatsapp', messageId: sid },
  ])
})
