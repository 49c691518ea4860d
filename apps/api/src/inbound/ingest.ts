import type { SystemClient, Tx } from '@cloudpa/db'
import { findHandles, lockHandles } from '../contacts/find-handles.js'
import { leaveOutParted } from '../contacts/leave-out-parted.js'
import {
  resolveContacts,
  type OnePerson,
  type Resolution,
  type Sender,
} from '../contacts/resolve-contacts.js'
import { recountUnread } from '../conversations/recount-unread.js'
import type { MediaKey } from '../media/media.job.js'
import { writeMedia, type NewMedia } from '../media/write-media.js'
import { newId } from '../platform/new-id.js'
import { claimWebhookEvents } from './claim-webhook-events.js'
import type { InboundMessage } from './group-messages.js'
import { leaveOutLocked } from './leave-out-locked.js'
import { readWebhookEvent, type ReceivedMessage } from './read-webhook-event.js'
import { writeInbound } from './write-inbound.js'

/**
 * A sid became somebody else's message meanwhile, or an address another contact's: lost like a race between
 * transactions, and named as PostgreSQL does.
 */
export class LostRace extends Error {
  readonly code = '40001'
}

/** Some who wrote are two contacts, and one person; nothing was kept. */
export class TwoContacts extends Error {
  constructor(readonly persons: OnePerson[]) {
    super(`${persons.length} who wrote are two contacts each`)
  }
}

export interface Ingested {
  /** The orgs in which this call stored messages. */
  orgIds: string[]
  /** The events, by position, that were too much for one batch. */
  left: number[]
  /** Files of the messages, which are to be fetched. */
  media: MediaKey[]
}

interface IngestOptions {
  /** Leaves out what would have to wait for a lock of somebody else. */
  leavingOutLocked?: boolean
  /** Takes two contacts that are one person for what they are: what shows both is the phone's. */
  takingTwo?: boolean
}

/**
 * Turns stored events into contacts, conversations and messages, all or nothing. Events that are done, that are
 * put off or that another worker holds are left out, so a batch may be given any number of times. An event whose sid
 * is a message of its account already is done with that, and changes nothing.
 * @param positions the events, by position; at least the first of them has its turn
 * @throws {TwoContacts} before anything is written, unless two are taken
 */
export async function ingest(
  system: SystemClient,
  positions: number[],
  { leavingOutLocked = false, takingTwo = false }: IngestOptions = {},
): Promise<Ingested> {
  return system.$transaction(
    async (tx) => {
      const { events, taken, left } = await claimWebhookEvents(tx, positions)
      const claimed = events.map(readWebhookEvent)
      const received = leavingOutLocked ? await leaveOutLocked(tx, claimed) : claimed
      const { orgIds, media } = await store(tx, received, taken, takingTwo)
      return { orgIds, left, media }
    },
    { maxWait: 30_000, timeout: 30_000 },
  )
}

/** @returns the orgs in which something was stored, and what the messages carry */
async function store(
  tx: Tx,
  received: ReceivedMessage[],
  taken: number[],
  takingTwo: boolean,
): Promise<{ orgIds: string[]; media: NewMedia[] }> {
  if (received.length === 0 && taken.length === 0) return { orgIds: [], media: [] }
  const senders = received.map(({ sender }) => sender)
  const { contactIds, newContacts, newHandles, merged, onePersons } = await resolveSenders(tx, senders)
  if (onePersons.length > 0 && !takingTwo) {
    const joinable = await leaveOutParted(tx, onePersons)
    if (joinable.length > 0) throw new TwoContacts(joinable)
  }
  const messages = received.map((message, index) => ({
    ...message,
    id: newId(),
    contactId: contactIds[index] as string,
  }))
  const { count, alreadyRead } = await writeInbound(tx, { messages, newContacts, newHandles, taken })
  if (count !== messages.length) {
    throw new LostRace(`${messages.length} events made ${count} messages; nothing was kept`)
  }
  if (merged.size > 0)
    await requireStill(
      tx,
      messages.filter(({ contactId }) => merged.has(contactId)),
    )
  // The counter was raised for all of them, in the hope that nobody had read further than an old one.
  if (alreadyRead.length > 0) await recountUnread(tx, alreadyRead)
  const media = messages.flatMap((message) => mediaOf(message))
  await writeMedia(tx, media)
  return { orgIds: [...new Set(senders.map(({ orgId }) => orgId))], media }
}

const mediaOf = ({ id: messageId, sender: { orgId }, media }: InboundMessage): NewMedia[] =>
  media.map((medium) => ({ ...medium, orgId, messageId }))

/**
 * Looks again whose messages those of a merged contact are, now that their conversations are locked: it may have become
 * two after it was found, and each conversation stayed with one of them or went to the other.
 */
async function requireStill(tx: Tx, messages: InboundMessage[]): Promise<void> {
  const senders = messages.map(({ sender }) => sender)
  const { contactIds } = resolveContacts(senders, await findHandles(tx, senders))
  if (messages.some(({ contactId }, index) => contactId !== contactIds[index])) {
    throw new LostRace('an address became another contact’s; nothing was kept')
  }
}

/**
 * Finds or makes the contacts. Only a sender nobody knows needs a lock: it keeps two workers from making two contacts
 * of one person. What the other one made meanwhile is seen by the second look.
 * @returns besides, the contacts that may become two again before anything is written
 */
export async function resolveSenders(
  tx: Tx,
  senders: Sender[],
): Promise<Resolution & { merged: ReadonlySet<string> }> {
  let known = await findHandles(tx, senders)
  let resolution = resolveContacts(senders, known)
  if (resolution.newHandles.length > 0) {
    await lockHandles(tx, resolution.newHandles)
    known = await findHandles(tx, senders)
    resolution = resolveContacts(senders, known)
  }
  const merged = new Set(known.flatMap(({ contactId, isMerged }) => (isMerged ? [contactId] : [])))
  return { ...resolution, merged }
}
