import type { Attendance } from '@cloudpa/contracts/presence'
import { create } from 'zustand'
import { conversations } from '../live/conversation-store'
import type { InboxEvent, PresenceEvent } from '../live/live-connection'

/** For how long a colleague's answer is news to whoever is about to send another. */
const freshMs = 5_000

export type Present = Attendance['members'][number]

interface WhoIsHere {
  /** By conversation: the others who are at it, in the order in which they came. */
  here: Readonly<Record<string, readonly Present[]>>
}

/** The colleagues who are at a conversation now; oneself on another screen is none. */
export const useWhoIsHere = create<WhoIsHere>(() => ({ here: {} }))

const nobody: readonly Present[] = []
export const othersAt = ({ here }: WhoIsHere, id: string) => here[id] ?? nobody

/** Which of the others types an answer, if one does. */
export const typistAt = (state: WhoIsHere, id: string) =>
  othersAt(state, id).find((one) => one.state === 'typing')?.memberId

interface Answer {
  messageId: string
  memberId: string
  /** When they sent it, by this clock. */
  atMs: number
}

let me: string | null = null
/** By conversation, the last that a colleague sent, as it was heard. */
const answers = new Map<string, Answer>()
/** How far this clock is from the server's at most: what was heard soonest after it happened says so. */
let aheadMs = Infinity
/** What was warned of: `conversation message`, and while it lasts `conversation typing member`. */
const warned = new Set<string>()

/** Notes whose screen this is. */
export function beMember(memberId: string | null): void {
  me = memberId
}

/** Hears who is where. @returns whether somebody else is anywhere */
export function hearPresence({ all, conversations: told }: PresenceEvent): void {
  const here: Record<string, readonly Present[]> = all ? {} : { ...useWhoIsHere.getState().here }
  for (const { conversationId, members } of told) {
    const others = members.filter(({ memberId }) => memberId !== me)
    if (others.length > 0) here[conversationId] = others
    else delete here[conversationId]
  }
  useWhoIsHere.setState({ here })
  // Whoever begins to type again is news again.
  for (const key of warned) {
    const [id = '', kind, memberId] = key.split(' ')
    if (kind !== 'typing') continue
    if (!here[id]?.some((one) => one.memberId === memberId && one.state === 'typing')) warned.delete(key)
  }
}

/** Notes what colleagues sent just now; what becomes of it later is no answer. Told before the stores hear of it. */
export function hearAnswers(events: InboxEvent[], nowMs = Date.now()): void {
  const told = events.flatMap((event) => (event.type === 'message' ? event.message : []))
  // All of them first: what comes after a sleep is old and new at once.
  for (const { occurredAt } of told) aheadMs = Math.min(aheadMs, nowMs - Date.parse(occurredAt))
  for (const { id, author, conversationId, position, occurredAt } of told) {
    if (author.kind !== 'member' || author.id === me) continue
    const known = conversations.get(conversationId)?.lastMessage?.position
    if (known === undefined || position <= known) continue
    answers.set(conversationId, {
      messageId: id,
      memberId: author.id,
      atMs: Date.parse(occurredAt) + aheadMs,
    })
  }
  for (const [id, { messageId, atMs }] of answers) {
    if (nowMs - atMs < freshMs) continue
    answers.delete(id)
    warned.delete(`${id} ${messageId}`)
  }
}

/** Why an answer had better wait for another look: somebody sent one just now, or is about to. */
export interface Collision {
  kind: 'answered' | 'typing'
  memberId: string
  /** How long ago they answered. */
  seconds: number
}

/** What there is to warn of before one sends, each message and each time that somebody types once; null where nothing is. */
export function collisionAt(id: string, nowMs = Date.now()): Collision | null {
  const answer = answers.get(id)
  const isFresh = answer !== undefined && nowMs - answer.atMs < freshMs
  const typists = othersAt(useWhoIsHere.getState(), id).filter(({ state }) => state === 'typing')
  const isAnswerNews = isFresh && !warned.has(`${id} ${answer.messageId}`)
  const typist = typists.find(({ memberId }) => !warned.has(`${id} typing ${memberId}`))
  if (!isAnswerNews && !typist) return null
  // All of it is said by one warning.
  if (answer) warned.add(`${id} ${answer.messageId}`)
  for (const { memberId } of typists) warned.add(`${id} typing ${memberId}`)
  if (isAnswerNews) {
    const seconds = Math.max(1, Math.round((nowMs - answer.atMs) / 1_000))
    return { kind: 'answered', memberId: answer.memberId, seconds }
  }
  return typist ? { kind: 'typing', memberId: typist.memberId, seconds: 0 } : null
}
