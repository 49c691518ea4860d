import type { Context, Customer, Message, Snapshot } from './api.js'
import type { FileFault } from './file-faults.js'

/** A chat is one customer with one registered number. */
export interface Target {
  accountSid: string
  number: string
  shownNumber: string
  name: string
}

/** What the page knows; drawing reads it, events change it. */
export const state = {
  snapshot: undefined as Snapshot | undefined,
  customerId: null as string | null,
  targetKey: null as string | null,
  sendTwice: false,
  /** The message that the next one answers. */
  reply: null as Message | null,
  forwarded: null as Context['forwarded'],
  /** How long ago the next message was written. */
  agoMs: 0,
  /** What is wrong with the next file. */
  fileFault: 'none' as FileFault,
  connected: true,
  problem: null as string | null,
}

const messages = new Map<string, Message>()

export function replaceMessages(list: Message[]): void {
  messages.clear()
  for (const message of list) messages.set(keyOf(message), message)
}

/** Keeps a new or changed message; returns what was known of it before. */
export function keepMessage(message: Message): Message | undefined {
  const before = messages.get(keyOf(message))
  messages.set(keyOf(message), message)
  return before
}

export function keyOf(message: Message): string {
  return `${message.accountSid}/${message.sid}`
}

/** The message with this id, wherever it is. */
export function messageOf(sid: string): Message | undefined {
  return [...messages.values()].find((message) => message.sid === sid)
}

export function targets(): Target[] {
  return (state.snapshot?.accounts ?? []).flatMap((account) =>
    account.numbers.map(({ number, shownNumber }) => ({
      accountSid: account.accountSid,
      number,
      shownNumber,
      name: account.friendlyName,
    })),
  )
}

export function targetKey(target: Target): string {
  return `${target.accountSid}/${target.number}`
}

/** The number the customers write to: the chosen one, else the first. */
export function target(): Target | undefined {
  const all = targets()
  return all.find((each) => targetKey(each) === state.targetKey) ?? all[0]
}

export function customer(): Customer | undefined {
  return state.snapshot?.customers.find((each) => each.id === state.customerId)
}

/** What this customer's phone has of the chat with the chosen number, oldest first. */
export function chatOf(person: Customer): Message[] {
  return chatWith(person, (message) => onPhone(message, person))
}

/** That, with the answers that never came: a real phone can't know of them, whoever tries an inbox out should. */
export function shownOf(person: Customer): Message[] {
  return chatWith(person, (message) => onPhone(message, person) || isMissing(message))
}

function chatWith(person: Customer, fits: (message: Message) => boolean): Message[] {
  const number = target()
  if (number === undefined) return []
  const chat = [...messages.values()].filter(
    (message) =>
      message.customerId === person.id && message.accountSid === number.accountSid && fits(message),
  )
  // What was written long ago may have been told of late.
  return chat.sort((a, b) => a.at.localeCompare(b.at))
}

export function unreadOf(person: Customer): number {
  return chatOf(person).filter((message) => message.direction === 'outbound' && !message.seen).length
}

/** What time it is in the simulated world. */
export function nowMs(): number {
  return Date.now() + (state.snapshot?.offsetMs ?? 0)
}

/** Answers that Twilio keeps for this customer until the phone is on again. */
export function waitingOf(person: Customer): number {
  const number = target()
  return [...messages.values()].filter(
    ({ customerId, accountSid, from, direction, status }) =>
      direction === 'outbound' &&
      customerId === person.id &&
      accountSid === number?.accountSid &&
      from === number.number &&
      ['accepted', 'queued', 'sent'].includes(status),
  ).length
}

/** When this customer's last message lets nobody answer freely any more; undefined where there is none. */
export function windowEndOf(person: Customer): number | undefined {
  const last = chatOf(person).findLast(({ direction }) => direction === 'inbound')
  return last === undefined ? undefined : Date.parse(last.at) + 86_400_000
}

/** What the customer is called to their face. */
export function firstNameOf(person: Customer): string {
  return person.name.split(' ')[0] ?? person.name
}

/** A reply is on the phone once it was delivered; with receipts by hand, as soon as Twilio has it. */
export function onPhone(message: Message, person: Customer): boolean {
  const number = target()?.number
  if (message.direction === 'inbound') return message.to === number
  if (message.from !== number) return false
  if (message.status === 'delivered' || message.status === 'read') return true
  const manual = state.snapshot?.receipts.mode === 'manual'
  return manual && !person.phoneOff && ['accepted', 'queued', 'sent'].includes(message.status)
}

/** An answer that failed, or whose file Twilio is still to fetch. */
function isMissing({ direction, from, status, content }: Message): boolean {
  if (direction === 'inbound' || from !== target()?.number) return false
  return status === 'failed' || status === 'undelivered' || content.kind === 'unfetched'
}
