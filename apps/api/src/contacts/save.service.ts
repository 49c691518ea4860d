import type { ContactDetail, CreateContact } from '@cloudpa/contracts/contacts'
import type { Door, Tx } from '@cloudpa/db'
import { Injectable } from '@nestjs/common'
import type { CurrentMember } from '../auth/member.decorator.js'
import { AppError } from '../platform/app-error.js'
import { InjectDoor } from '../platform/database.js'
import { newId } from '../platform/new-id.js'
import { HintPublisher } from '../realtime/hints.js'
import { isContact, lockConversations, recordContacts } from './change-contacts.js'
import { requireDetail } from './contacts.service.js'
import { countryOf } from './country-of.js'
import { findHandles, lockHandles } from './find-handles.js'
import { candidatesOf, keyOf, type KnownHandle } from './resolve-contacts.js'
import { readPhone } from './read-phone.js'

type Org = Pick<CurrentMember, 'orgId'>

/** A contact that was saved, and whether there was none before. */
export interface Saved {
  contact: ContactDetail
  isNew: boolean
}

/** Makes contacts of people whom members know, such as those that a card names. */
@Injectable()
export class SaveService {
  constructor(
    @InjectDoor() private readonly door: Door,
    private readonly hints: HintPublisher,
  ) {}

  /**
   * Finds or makes the contact that has one of the numbers. It gets those that nobody has; one that is another contact's
   * stays there. A name that somebody gave it stays. Whoever does it again changes nothing.
   * @throws {AppError} number_unreadable where none of them is a number
   */
  async save({ orgId }: Org, { name, phones }: CreateContact): Promise<Saved> {
    const saved = await this.door.forOrg(orgId, async (tx) => {
      const country = await countryOf(tx, orgId)
      const read = [...new Set(phones.flatMap((phone) => readPhone(phone, country) ?? []))]
      if (read.length === 0) throw new AppError('number_unreadable')
      return saveContact(tx, orgId, { name, phones: read })
    })
    if (saved.isChanged) await this.hints.publish('events', [orgId])
    return saved
  }
}

async function saveContact(
  tx: Tx,
  orgId: string,
  { name, phones }: { name: string; phones: string[] },
): Promise<Saved & { isChanged: boolean }> {
  const handles = phones.map((value): KnownHandle => {
    return { orgId, contactId: '', kind: 'phone', value, chatAccountId: null }
  })
  // As where messages are ingested: it keeps two from making two contacts of one person.
  await lockHandles(tx, handles)
  const owners = await findOwners(tx, orgId, phones)
  const known = owners.find((owner) => owner !== undefined)
  const id = known ?? newId()
  if (known) await lockConversations(tx, orgId, [id])
  else await tx.contact.create({ data: { orgId, id, ourName: name || null } })
  const missing = phones.filter((_, at) => owners[at] === undefined)
  // Two forms of one number are one handle.
  const added = missing.filter((one, at) => !missing.slice(0, at).some((other) => isSame(orgId, one, other)))
  await tx.handle.createMany({
    data: added.map((value) => ({ orgId, id: newId(), contactId: id, kind: 'phone' as const, value })),
  })
  const isNamed = known !== undefined && (await nameUnnamed(tx, orgId, id, name))
  const isChanged = !known || added.length > 0 || isNamed
  const contact = await requireDetail(tx, orgId, id)
  if (isChanged) await recordContacts(tx, orgId, { told: [id], renamed: known ? [id] : [] })
  return { contact, isNew: !known, isChanged }
}

/** Whose each number is, in any of its forms. */
async function findOwners(tx: Tx, orgId: string, phones: string[]): Promise<(string | undefined)[]> {
  const senders = phones.map((phone) => ({ orgId, chatAccountId: '', phone, userId: undefined }))
  const known = new Map((await findHandles(tx, senders)).map((handle) => [keyOf(handle), handle.contactId]))
  return senders.map((sender) =>
    candidatesOf(sender)
      .map((candidate) => known.get(keyOf(candidate)))
      .find((owner) => owner !== undefined),
  )
}

function isSame(orgId: string, one: string, other: string): boolean {
  const formsOf = (phone: string) =>
    candidatesOf({ orgId, chatAccountId: '', phone, userId: undefined }).map(({ value }) => value)
  return formsOf(one).includes(other) || formsOf(other).includes(one)
}

/** @returns whether it had no name of the org's before */
async function nameUnnamed(tx: Tx, orgId: string, id: string, name: string): Promise<boolean> {
  if (!name) return false
  const count = await tx.$executeRaw`
    UPDATE contact SET our_name = ${name}, revision = revision + 1, updated_at = now()
    WHERE ${isContact(orgId, id)} AND our_name IS NULL AND profile_name IS DISTINCT FROM ${name}`
  return count > 0
}
