import type { Attendance } from '@cloudpa/contracts/presence'
import type { PresenceNote } from './presence-note.js'

/** Far more screens than a person has, than look at one org, and than one process is for. */
const maxPerMember = 10
const maxPerOrg = 1_000
const maxSeats = 50_000

interface Seat {
  memberId: string
  conversationId: string
  /** When it is free again if nothing more is heard, by the clock of this process. */
  untilMs: number
  /** Likewise, of typing; null while they only look. */
  typingUntilMs: number | null
}

type Members = Map<string, 'looking' | 'typing'>

/** Conversations at which something changed, by org. */
type Changed = Map<string, Set<string>>

/**
 * Who is at which conversation, as far as one process heard. Each screen has a seat for as long as it says so; no clock
 * but that of this process counts.
 */
export class PresenceTable {
  private readonly orgs = new Map<string, Map<string, Seat>>()
  private taken = 0

  /** @param leaseMs for how long a screen that said nothing more is taken to be there; one that types, a third of it */
  constructor(private readonly leaseMs: number) {}

  /** @returns the conversations at which somebody else is now, or does something else */
  hear(note: PresenceNote, nowMs: number): string[] {
    const { orgId, conversationId } = note
    const seats = this.orgs.get(orgId) ?? new Map<string, Seat>()
    const before = seats.get(keyOf(note))
    const isNew = !before && note.state !== 'left'
    const spare = isNew ? spareOf(seats, note.memberId) : undefined
    const left = [before, spare?.seat].flatMap((seat) => seat?.conversationId ?? [])
    const touched = [...new Set([conversationId, ...left])]
    const was = touched.map((id) => this.shown(orgId, id))
    if (note.state === 'left') {
      // A late goodbye to the conversation before says nothing of this one.
      if (before?.conversationId === conversationId) this.free(orgId, keyOf(note))
      return this.changedOf(orgId, touched, was)
    }
    if (spare) this.free(orgId, spare.key)
    if (before || (seats.size < maxPerOrg && this.taken < maxSeats)) {
      this.orgs.set(orgId, seats)
      if (!before) this.taken += 1
      seats.set(keyOf(note), {
        memberId: note.memberId,
        conversationId,
        untilMs: nowMs + this.leaseMs,
        typingUntilMs: note.state === 'typing' ? nowMs + this.leaseMs / 3 : null,
      })
    }
    return this.changedOf(orgId, touched, was)
  }

  /** Frees the seats of whoever was not heard of for too long. @returns where that was */
  expire(nowMs: number): Changed {
    const changed: Changed = new Map()
    for (const [orgId, seats] of this.orgs) {
      for (const [key, seat] of seats) {
        const isOver = seat.untilMs <= nowMs
        if (!isOver && (seat.typingUntilMs ?? Infinity) > nowMs) continue
        if (isOver) this.free(orgId, key)
        seat.typingUntilMs = null
        changed.set(orgId, (changed.get(orgId) ?? new Set()).add(seat.conversationId))
      }
    }
    return changed
  }

  /** Who is at a conversation, in the order in which they came. */
  at(orgId: string, conversationId: string): Attendance {
    const [found] = this.among(orgId, new Set([conversationId]))
    return found ?? { conversationId, members: [] }
  }

  /** The same of some conversations, by one look at the seats however many they are. */
  among(orgId: string, conversationIds: ReadonlySet<string>): Attendance[] {
    const byConversation = this.gather(orgId, conversationIds)
    return [...conversationIds].map((id) => attendanceOf(id, byConversation.get(id)))
  }

  /** All conversations of an org at which somebody is. */
  of(orgId: string): Attendance[] {
    return [...this.gather(orgId)].map(([id, members]) => attendanceOf(id, members))
  }

  private gather(orgId: string, only?: ReadonlySet<string>): Map<string, Members> {
    const byConversation = new Map<string, Members>()
    for (const { conversationId, memberId, typingUntilMs } of this.orgs.get(orgId)?.values() ?? []) {
      if (only?.has(conversationId) === false) continue
      const members: Members = byConversation.get(conversationId) ?? new Map()
      byConversation.set(conversationId, members)
      const isTyping = typingUntilMs !== null || members.get(memberId) === 'typing'
      members.set(memberId, isTyping ? 'typing' : 'looking')
    }
    return byConversation
  }

  private changedOf(orgId: string, touched: string[], was: string[]): string[] {
    return touched.filter((id, at) => this.shown(orgId, id) !== was[at])
  }

  private shown(orgId: string, conversationId: string): string {
    return JSON.stringify(this.at(orgId, conversationId).members)
  }

  private free(orgId: string, key: string): void {
    const seats = this.orgs.get(orgId)
    if (!seats?.delete(key)) return
    this.taken -= 1
    if (seats.size === 0) this.orgs.delete(orgId)
  }
}

/** The seat that a member gives up for one more screen: once they have all of theirs, the one least heard of. */
function spareOf(seats: Map<string, Seat>, memberId: string): { key: string; seat: Seat } | undefined {
  const own = [...seats].filter(([, seat]) => seat.memberId === memberId)
  if (own.length < maxPerMember) return undefined
  const [quietest] = own.toSorted(([, one], [, other]) => one.untilMs - other.untilMs)
  return quietest && { key: quietest[0], seat: quietest[1] }
}

const attendanceOf = (conversationId: string, members: Members = new Map()): Attendance => ({
  conversationId,
  members: [...members].map(([memberId, state]) => ({ memberId, state })),
})

const keyOf = ({ memberId, screen }: PresenceNote) => `${memberId}:${screen}`
