import type { HandleKind } from '@cloudpa/db'
import { newId } from '../platform/new-id.js'
import { phoneVariants } from './phone-variants.js'

/** Somebody who wrote: at least one of phone and userId is there. */
export interface Sender {
  orgId: string
  chatAccountId: string
  phone: string | undefined
  userId: string | undefined
}

export interface KnownHandle {
  orgId: string
  contactId: string
  kind: HandleKind
  value: string
  /** null for phones: a phone is one person to the whole org. */
  chatAccountId: string | null
}

export interface Resolution {
  /** The contact of each sender, in the senders' order. */
  contactIds: string[]
  newContacts: { orgId: string; id: string }[]
  newHandles: (KnownHandle & { id: string })[]
}

/**
 * Decides who wrote. The phone comes first; a WhatsApp user id is an alias of the contact on one chatAccount, so that
 * a customer who hides the number later, or shows it later, stays the same contact. Senders are taken in order: the
 * first message of a new customer makes the contact that the second one finds.
 * @param known every handle that could match a sender; see `candidatesOf`
 */
export function resolveContacts(senders: Sender[], known: KnownHandle[]): Resolution {
  const byKey = new Map(known.map((handle) => [keyOf(handle), handle.contactId]))
  const resolution: Resolution = { contactIds: [], newContacts: [], newHandles: [] }

  const learn = (handle: KnownHandle) => {
    byKey.set(keyOf(handle), handle.contactId)
    resolution.newHandles.push({ ...handle, id: newId() })
  }

  for (const sender of senders) {
    const candidates = candidatesOf(sender)
    const phoneMatch = firstMatch(
      byKey,
      candidates.filter(({ kind }) => kind === 'phone'),
    )
    const userIdMatch = firstMatch(
      byKey,
      candidates.filter(({ kind }) => kind === 'user_id'),
    )
    let contactId = phoneMatch ?? userIdMatch
    if (!contactId) {
      contactId = newId()
      resolution.newContacts.push({ orgId: sender.orgId, id: contactId })
    }
    const { orgId } = sender
    if (sender.phone && !phoneMatch) {
      learn({ orgId, contactId, kind: 'phone', value: sender.phone, chatAccountId: null })
    }
    if (sender.userId && !userIdMatch) {
      learn({ orgId, contactId, kind: 'user_id', value: sender.userId, chatAccountId: sender.chatAccountId })
    }
    resolution.contactIds.push(contactId)
  }
  return resolution
}

/** The handles under which a sender may be known already, best first. */
export function candidatesOf(sender: Sender): Omit<KnownHandle, 'contactId'>[] {
  const { orgId, chatAccountId, phone, userId } = sender
  const phones = phone ? phoneVariants(phone) : []
  return [
    ...phones.map((value) => ({ orgId, kind: 'phone' as const, value, chatAccountId: null })),
    ...(userId ? [{ orgId, kind: 'user_id' as const, value: userId, chatAccountId }] : []),
  ]
}

function firstMatch(
  byKey: Map<string, string>,
  candidates: Omit<KnownHandle, 'contactId'>[],
): string | undefined {
  for (const candidate of candidates) {
    const contactId = byKey.get(keyOf(candidate))
    if (contactId) return contactId
  }
  return undefined
}

/** What tells a handle from all others. */
export function keyOf({ orgId, kind, value, chatAccountId }: Omit<KnownHandle, 'contactId'>): string {
  return kind === 'phone' ? `${orgId} phone ${value}` : `${orgId} ${chatAccountId} ${value}`
}
