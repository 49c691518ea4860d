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

/** A form that showed the phone of one contact and the user id of another: both are one person. */
export interface OnePerson {
  orgId: string
  chatAccountId: string
  phone: string
  userId: string
  /** Who is known by the phone, and stays. */
  phoneContactId: string
  userIdContactId: string
}

export interface Resolution {
  /** The contact of each sender, in the senders' order. */
  contactIds: string[]
  newContacts: { orgId: string; id: string }[]
  newHandles: (KnownHandle & { id: string })[]
  /** Of two contacts that were known before, which turn out to be one person. */
  onePersons: OnePerson[]
}

/**
 * Decides who wrote. The phone comes first; a WhatsApp user id is an alias of the contact on one chatAccount, so that
 * a customer who hides the number later, or shows it later, stays the same contact. Senders are taken in order: the
 * first message of a new customer makes the contact that the second one finds.
 * @param known every handle that could match a sender; see `candidatesOf`
 */
export function resolveContacts(senders: Sender[], known: KnownHandle[]): Resolution {
  const byKey = new Map(known.map((handle) => [keyOf(handle), handle.contactId]))
  const resolution: Resolution = { contactIds: [], newContacts: [], newHandles: [], onePersons: [] }
  const onePersons = new Map<string, OnePerson>()

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
    if (phoneMatch && userIdMatch) {
      const { orgId, chatAccountId, phone = '', userId = '' } = sender
      const key = keyOf({ orgId, chatAccountId, kind: 'user_id', value: userId })
      // The last form decides.
      onePersons.delete(key)
      if (phoneMatch !== userIdMatch) {
        const isNew = (id: string) => resolution.newContacts.some((one) => one.id === id)
        if (isNew(userIdMatch)) become(resolution, byKey, userIdMatch, phoneMatch)
        else if (isNew(phoneMatch)) become(resolution, byKey, phoneMatch, (contactId = userIdMatch))
        else {
          const pair = { phoneContactId: phoneMatch, userIdContactId: userIdMatch }
          onePersons.set(key, { orgId, chatAccountId, phone, userId, ...pair })
        }
      }
    }
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
  return { ...resolution, onePersons: [...onePersons.values()] }
}

/** Makes a contact that nobody has written down yet part of another one. */
function become(resolution: Resolution, byKey: Map<string, string>, goneId: string, keptId: string): void {
  for (const [key, contactId] of byKey) if (contactId === goneId) byKey.set(key, keptId)
  for (const handle of resolution.newHandles) if (handle.contactId === goneId) handle.contactId = keptId
  resolution.contactIds = resolution.contactIds.map((id) => (id === goneId ? keptId : id))
  resolution.newContacts = resolution.newContacts.filter(({ id }) => id !== goneId)
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
