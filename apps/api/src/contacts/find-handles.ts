import { Prisma, type Tx } from '@cloudpa/db'
import { arrayLiteral } from '../platform/array-literal.js'
import { phoneLockKey } from './phone-variants.js'
import { candidatesOf, keyOf, type KnownHandle, type Sender } from './resolve-contacts.js'

interface FoundHandle extends KnownHandle {
  /** Whether its contact may become two again: then the handle may be the other one's by the time that it is used. */
  isMerged: boolean
}

/** The handles under which any of the senders is known already. */
export function findHandles(tx: Tx, senders: Sender[]): Promise<FoundHandle[]> {
  const distinct = new Map(senders.flatMap(candidatesOf).map((candidate) => [keyOf(candidate), candidate]))
  const candidates = [...distinct.values()]
  const phones = candidates.filter(({ kind }) => kind === 'phone')
  const userIds = candidates.filter(({ kind }) => kind === 'user_id')
  // Each by its own index, one by one: a join might read all handles, if it was planned when there were few.
  return tx.$queryRaw<FoundHandle[]>`
    /* prepared: find handles */
    SELECT c.org_id AS "orgId", h.contact_id AS "contactId", 'phone' AS kind, c.value, NULL::uuid AS "chatAccountId",
           ${isMerged} AS "isMerged"
    FROM unnest(${orgIdsOf(phones)}::uuid[], ${valuesOf(phones)}::text[]) AS c (org_id, value), LATERAL (
      SELECT contact_id FROM handle WHERE kind = 'phone' AND org_id = c.org_id AND value = c.value LIMIT 1
    ) AS h
    UNION ALL
    SELECT c.org_id, h.contact_id, 'user_id', c.value, c.chat_account_id, ${isMerged}
    FROM unnest(
      ${orgIdsOf(userIds)}::uuid[], ${valuesOf(userIds)}::text[],
      ${arrayLiteral(userIds.map(({ chatAccountId }) => chatAccountId))}::uuid[]
    ) AS c (org_id, value, chat_account_id), LATERAL (
      SELECT contact_id FROM handle
      WHERE kind = 'user_id' AND org_id = c.org_id AND chat_account_id = c.chat_account_id AND value = c.value LIMIT 1
    ) AS h`
}

const isMerged = Prisma.sql`EXISTS (
      SELECT FROM contact_merge AS g WHERE g.contact_id = h.contact_id AND g.org_id = c.org_id
    )`

type Candidate = ReturnType<typeof candidatesOf>[number]

const orgIdsOf = (candidates: Candidate[]) => arrayLiteral(candidates.map(({ orgId }) => orgId))
const valuesOf = (candidates: Candidate[]) => arrayLiteral(candidates.map(({ value }) => value))

/** What a handle is locked by before it exists: one name for all forms of a phone. */
export function lockNameOf({
  orgId,
  kind,
  value,
  chatAccountId,
}: Pick<KnownHandle, 'orgId' | 'kind' | 'value' | 'chatAccountId'>): string {
  return kind === 'phone' ? `${orgId} ${phoneLockKey(value)}` : `${chatAccountId} ${value}`
}

/** Locks handles that are about to be made, until the transaction ends. */
export async function lockHandles(tx: Tx, handles: KnownHandle[]): Promise<void> {
  // In one order for everybody, so that two workers can't wait for each other.
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock(key)) FROM (
      SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(${arrayLiteral(handles.map(lockNameOf))}::text[]) AS name
      ORDER BY key
    ) AS keys`
}

/** The same without waiting. @returns the lock names that somebody else holds */
export async function tryLockHandles(tx: Tx, handles: KnownHandle[]): Promise<string[]> {
  const held = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${arrayLiteral(handles.map(lockNameOf))}::text[]) AS name
    WHERE NOT pg_try_advisory_xact_lock(hashtextextended(name, 0))`
  return held.map(({ name }) => name)
}
