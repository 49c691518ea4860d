import type { Door, Tx } from '@cloudpa/db'
import { FlatForm } from '../twilio/flat-form.js'
import { readInboundForm } from '../twilio/inbound-form.js'
import { countUpTo, type Before } from './merge-contacts.js'
import { candidatesOf, keyOf } from './resolve-contacts.js'

/** Of more messages it is not looked up who wrote them. */
const mostMessages = 100

/** By a message's id, the names of all handles that its sender may be known by. */
export type Writers = ReadonlyMap<string, string[]>

/**
 * Finds who wrote what came in since a merge, by the forms that were posted, which no transaction of an org's sees. What
 * comes in after this is not among them, nor what is kept no longer.
 */
export async function findWriters(door: Door, orgId: string, mergeId: string): Promise<Writers> {
  const rows = await door.askOrgs<{ id: string; chatAccountId: string; form: string }>([orgId], {
    name: 'find writers',
    text: `
      SELECT m.id, m.chat_account_id AS "chatAccountId", e.form
      FROM contact_merge g, LATERAL (
        SELECT * FROM conversation WHERE org_id = g.org_id AND contact_id = g.contact_id
      ) AS c, LATERAL (
        SELECT * FROM message
        WHERE org_id = c.org_id AND conversation_id = c.id AND direction = 'inbound'
          AND position > coalesce((g.was -> 'heard' -> c.id::text ->> 'last')::bigint, 0)
        ORDER BY position LIMIT ${mostMessages}
      ) AS m, LATERAL (
        SELECT form FROM webhook_event
        WHERE org_id = m.org_id AND chat_account_id = m.chat_account_id AND sid = m.sid AND kind = 'message'
        LIMIT 1
      ) AS e
      WHERE g.org_id = $1::uuid AND g.id = $2::uuid`,
    values: [orgId, mergeId],
  })
  return new Map(
    rows.flatMap(({ id, chatAccountId, form }) => {
      const read = readInboundForm(new FlatForm(form))
      if (!read) return []
      const phone = read.from.kind === 'phone' ? read.from.value : undefined
      return [[id, candidatesOf({ orgId, chatAccountId, phone, userId: read.userId }).map(keyOf)] as const]
    }),
  )
}

/**
 * Whether all that came in since a merge is the staying contact's beyond doubt: written from handles that were theirs, in
 * conversations that stay with them.
 */
export async function isAllOfWhoStays(
  tx: Tx,
  { orgId, contactId, was, writers }: { orgId: string; contactId: string; was: Before; writers: Writers },
): Promise<boolean> {
  const conversations = await tx.conversation.findMany({
    where: { orgId, contactId },
    select: { id: true, lastInboundPosition: true },
  })
  const handles = await tx.handle.findMany({ where: { orgId, contactId } })
  const moved = new Set(was.handles)
  const namesOf = (isMoved: boolean) =>
    new Set(handles.flatMap((handle) => (moved.has(handle.id) === isMoved ? [keyOf(handle)] : [])))
  const [theirs, others] = [namesOf(false), namesOf(true)]
  for (const { id, lastInboundPosition } of conversations) {
    const heard = was.heard[id] ?? { last: '0', count: 0 }
    // Of what came late there is no telling which it is.
    if ((await countUpTo(tx, orgId, id, BigInt(heard.last))) !== heard.count) return false
    if (heard.last === String(lastInboundPosition)) continue
    if (was.conversations.includes(id)) return false
    const since = await tx.message.findMany({
      where: {
        orgId,
        conversationId: id,
        direction: 'inbound',
        position: { gt: BigInt(heard.last) },
      },
      select: { id: true },
      take: mostMessages + 1,
    })
    const isTheirs = since.every((message) => {
      const names = writers.get(message.id) ?? []
      return names.some((name) => theirs.has(name)) && !names.some((name) => others.has(name))
    })
    if (!isTheirs) return false
  }
  return true
}
