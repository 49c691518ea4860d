import type { Prisma } from '@cloudpa/db'
import { phoneLockKey } from './phone-variants.js'
import { candidatesOf, type KnownHandle, type Sender } from './resolve-contacts.js'

type Tx = Prisma.TransactionClient

/** The handles under which any of the senders is known already. */
export function findHandles(tx: Tx, senders: Sender[]): Promise<KnownHandle[]> {
  const candidates = senders.flatMap(candidatesOf)
  return tx.$queryRaw<KnownHandle[]>`
    SELECT h.org_id AS "orgId", h.contact_id AS "contactId", h.kind::text AS kind, h.value,
           h.chat_account_id AS "chatAccountId"
    FROM unnest(
      ${candidates.map((c) => c.orgId)}::uuid[],
      ${candidates.map((c) => c.value)}::text[],
      ${candidates.map((c) => c.chatAccountId)}::uuid[]
    ) AS c (org_id, value, chat_account_id)
    JOIN handle h ON
      (c.chat_account_id IS NULL AND h.kind = 'phone' AND h.org_id = c.org_id AND h.value = c.value)
      OR (h.kind = 'user_id' AND h.org_id = c.org_id AND h.chat_account_id = c.chat_account_id AND h.value = c.value)`
}

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
      SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(${handles.map(lockNameOf)}::text[]) AS name
      ORDER BY key
    ) AS keys`
}

/** The same without waiting. @returns the lock names that somebody else holds */
export async function tryLockHandles(tx: Tx, handles: KnownHandle[]): Promise<string[]> {
  const held = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${handles.map(lockNameOf)}::text[]) AS name
    WHERE NOT pg_try_advisory_xact_lock(hashtextextended(name, 0))`
  return held.map(({ name }) => name)
}
