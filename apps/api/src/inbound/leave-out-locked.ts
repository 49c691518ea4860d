import type { Tx } from '@cloudpa/db'
import { findHandles, lockNameOf, tryLockHandles } from '../contacts/find-handles.js'
import { candidatesOf, resolveContacts } from '../contacts/resolve-contacts.js'
import { arrayLiteral } from '../platform/array-literal.js'
import type { ReceivedMessage } from './read-webhook-event.js'
import { putOff } from './set-aside.js'

/** Whose place it is that a message goes to; the contact is unknown before their first message. */
interface Place {
  orgId: string
  chatAccountId: string
  contactId: string | null
}

/**
 * Leaves out the events whose rows somebody else has locked, and puts them off. The rows of the others are locked
 * from here on: writing them waits for nobody.
 * @returns the events that remain
 */
export async function leaveOutLocked(tx: Tx, events: ReceivedMessage[]): Promise<ReceivedMessage[]> {
  const senders = events.map(({ sender }) => sender)
  const { contactIds, newContacts, newHandles } = resolveContacts(senders, await findHandles(tx, senders))
  const unknown = new Set(newContacts.map(({ id }) => id))
  const held = await findHeld(
    tx,
    senders.map(({ orgId, chatAccountId }, index): Place => {
      const contactId = contactIds[index] as string
      return { orgId, chatAccountId, contactId: unknown.has(contactId) ? null : contactId }
    }),
  )
  const names = new Set(await tryLockHandles(tx, newHandles))
  const isHeld = events.map(
    ({ sender }, index) => held.has(index) || candidatesOf(sender).some((one) => names.has(lockNameOf(one))),
  )
  await putOff(
    tx,
    events.filter((_, index) => isHeld[index]).map(({ eventPosition }) => eventPosition),
  )
  return events.filter((_, index) => !isHeld[index])
}

/** Which of the places, by index, have a row that somebody else holds; the rows of the others are locked. */
async function findHeld(tx: Tx, places: Place[]): Promise<Set<number>> {
  const held = await tx.$queryRaw<{ index: bigint }[]>`
    WITH place AS (
      SELECT * FROM unnest(
        ${arrayLiteral(places.map((place) => place.orgId))}::uuid[],
        ${arrayLiteral(places.map((place) => place.chatAccountId))}::uuid[],
        ${arrayLiteral(places.map((place) => place.contactId))}::uuid[]
      ) WITH ORDINALITY AS p (org_id, chat_account_id, contact_id, number)
    ), free_account AS (
      SELECT org_id, id FROM chat_account
      WHERE (org_id, id) IN (SELECT org_id, chat_account_id FROM place)
      FOR KEY SHARE SKIP LOCKED
    ), free_contact AS (
      SELECT org_id, id FROM contact
      WHERE (org_id, id) IN (SELECT org_id, contact_id FROM place)
      FOR NO KEY UPDATE SKIP LOCKED
    ), free_org AS (
      SELECT org_id FROM org_seq WHERE org_id IN (SELECT org_id FROM place) FOR NO KEY UPDATE SKIP LOCKED
    ), free_conversation AS (
      SELECT org_id, id FROM conversation
      WHERE (org_id, chat_account_id, contact_id) IN (SELECT org_id, chat_account_id, contact_id FROM place)
      FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT p.number - 1 AS index
    FROM place p
    LEFT JOIN conversation c USING (org_id, chat_account_id, contact_id)
    LEFT JOIN org_seq s USING (org_id)
    WHERE (p.org_id, p.chat_account_id) NOT IN (SELECT org_id, id FROM free_account)
      OR (p.contact_id IS NOT NULL AND (p.org_id, p.contact_id) NOT IN (SELECT org_id, id FROM free_contact))
      OR (c.id IS NOT NULL AND (c.org_id, c.id) NOT IN (SELECT org_id, id FROM free_conversation))
      OR (s.org_id IS NOT NULL AND s.org_id NOT IN (SELECT org_id FROM free_org))`
  return new Set(held.map(({ index }) => Number(index)))
}
