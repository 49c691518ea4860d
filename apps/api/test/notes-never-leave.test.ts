import { randomUUID } from 'node:crypto'
import type { Message } from '@cloudpa/contracts/messages'
import type { Note } from '@cloudpa/contracts/notes'
import { waitFor } from '@cloudpa/testing/kit'
import { beforeAll, expect, it } from 'vitest'
import { withDatabase } from './database.js'
import type { Tenant } from './tenant.js'
import { Threads, type Thread } from './thread.js'

/** Stands in every note, and so in nothing that a customer may read. */
const secret = `between us ${randomUUID()}`

let threads: Threads
beforeAll(async () => {
  threads = await Threads.prepare(3)
})

const note = (thread: Thread, clientId: string, body = secret): Promise<Note> =>
  thread.tenant.call('POST', `/messaging/conversations/${thread.conversationId}/notes`, { clientId, body })

/** All that the simulated Twilio ever heard, of whichever account. */
const heardByTwilio = async () => JSON.stringify(await threads.twilio.call('GET', '/messages?limit=1000'))

/**
 * Sends a last reply, behind which nothing of the conversation can wait any more.
 * @returns all that the simulated Twilio took of the tenant's
 */
async function takenAtLast({ tenant, thread }: { tenant: Tenant; thread: Thread }): Promise<string[]> {
  const bodies = async () => (await threads.twilio.taken(tenant)).map(({ body }) => body)
  await thread.send('The last')
  await waitFor(async () => (await bodies()).includes('The last'), { timeoutMs: 40_000 })
  return (await bodies()).toSorted()
}

it('no note reaches Twilio: written among replies, under their clientIds, and they under its', async () => {
  const { tenant, thread } = await threads.begin()
  const ids = Array.from({ length: 12 }, () => randomUUID())
  // Notes and replies of one author and one clientId each, in whichever order they get there.
  await Promise.all(ids.flatMap((id, at) => [thread.send(`Reply ${at}`, id), note(thread, id)]))
  const noted = await Promise.all(ids.map((id) => note(thread, id)))
  // A reply after a note, by the note's clientId, says what the reply says.
  const late = randomUUID()
  await note(thread, late)
  await thread.send('Reply late', late)
  await waitFor(async () => (await threads.twilio.taken(tenant)).length >= 13, { timeoutMs: 40_000 })
  const taken = (await threads.twilio.taken(tenant)).map(({ body }) => body)
  expect(taken.toSorted()).toEqual([...ids.map((_, at) => `Reply ${at}`), 'Reply late'].toSorted())
  expect(noted.map(({ body }) => body)).toEqual(ids.map(() => secret))
  // And all else that is done with a conversation: none of it takes a note for something to send.
  const path = `/messaging/conversations/${thread.conversationId}`
  await tenant.call('PATCH', `/messaging/notes/${noted[0]?.id}`, { body: `${secret} again` })
  await tenant.call('DELETE', `/messaging/notes/${noted[1]?.id}`)
  await tenant.call('POST', `${path}/unread`)
  await tenant.call('POST', `${path}/read`)
  const bulk = { ids: [thread.conversationId], action: { kind: 'done' } }
  await tenant.call('POST', '/messaging/conversations/bulk', bulk)
  await tenant.call('POST', `${path}/reopen`)
  await tenant.call<Message>('POST', '/messaging/send', {
    to: '+15005550006',
    body: 'Reply at once',
    clientId: noted[2]?.clientId.replace(/.$/, 'x'),
    immediate: true,
  })
  const replies = ids.map((_, at) => `Reply ${at}`)
  const all = [...replies, 'Reply late', 'Reply at once', 'The last']
  expect(await takenAtLast({ tenant, thread })).toEqual(all.toSorted())
  expect(await heardByTwilio()).not.toContain(secret)
})

it('nor while Twilio fails and what waits is tried again, by whichever way', async () => {
  const { tenant, thread } = await threads.begin()
  const fault = { times: 1, match: { method: 'POST', pathIncludes: tenant.account.accountSid } }
  await threads.twilio.fault({ kind: 'reset', ...fault })
  await thread.send('Reply')
  await Promise.all(Array.from({ length: 5 }, () => note(thread, randomUUID())))
  expect(await takenAtLast({ tenant, thread })).toEqual(['Reply', 'The last'])
  expect(await heardByTwilio()).not.toContain(secret)
})

it('nor can a note be made to look like a message: the ways to send find none by its id', async () => {
  const { tenant, thread } = await threads.begin()
  const { id, clientId } = await note(thread, randomUUID())
  for (const path of [
    `/messaging/conversations/${id}/send`,
    `/messaging/conversations/${id}/read`,
    `/messaging/conversations/${id}/messages`,
  ]) {
    const method = path.endsWith('messages') ? 'GET' : 'POST'
    const body = path.endsWith('send') ? { clientId, body: 'x' } : method === 'GET' ? undefined : {}
    expect([path, (await tenant.fetch(method, path, body)).status]).toEqual([path, 404])
  }
  const page = await tenant.call<{ items: Message[] }>(
    'GET',
    `/messaging/conversations/${thread.conversationId}/messages`,
  )
  expect(page.items.map((message) => message.id)).not.toContain(id)
  expect(await takenAtLast({ tenant, thread })).toEqual(['The last'])
  expect(await heardByTwilio()).not.toContain(secret)
})

it('the database knows no way from notes to messages, and its batches write none', async () => {
  const { rows } = await withDatabase(threads.stack, (client) =>
    client.query<{ found: string }>(`
      SELECT 'key ' || conname AS found FROM pg_constraint
      WHERE contype = 'f' AND (confrelid IN ('note'::regclass, 'mention'::regclass)
        AND conrelid NOT IN ('note'::regclass, 'mention'::regclass)
        OR conrelid IN ('note'::regclass, 'mention'::regclass) AND confrelid = 'message'::regclass)
      UNION ALL
      SELECT 'trigger ' || tgname FROM pg_trigger
      WHERE tgrelid IN ('note'::regclass, 'mention'::regclass) AND NOT tgisinternal
      UNION ALL
      SELECT 'function ' || proname FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prosrc ~* '\\m(note|mention)\\M'
      UNION ALL
      SELECT 'view ' || viewname FROM pg_views WHERE schemaname = 'public' AND definition ~* '\\m(note|mention)\\M'
      UNION ALL
      SELECT 'grant ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants
      WHERE grantee = 'cloudpa_batch' AND table_name IN ('note', 'mention') AND privilege_type <> 'SELECT'`),
  )
  expect(rows).toEqual([])
})
