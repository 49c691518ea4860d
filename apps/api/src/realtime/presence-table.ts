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
    const touched = [...new Set([conversationId, ...(before ? [before.conversationId] : [])])]
    const was = touched.map((id) => this.shown(orgId, id))
    if (note.state === 'left') {
      // A late goodbye to the conversation before says nothing of this one.
      if (before?.conversationId === conversationId) this.free(orgId, keyOf(note))
    } else if (before || this.hasRoom(orgId, seats, note.memberId)) {
      this.orgs.set(orgId, seats)
      if (!before) this.taken += 1
      seats.set(keyOf(note), {
        memberId: note.memberId,
        conversationId,
        untilMs: nowMs + this.leaseMs,
        typingUntilMs: note.state === 'typing' ? nowMs + this.leaseMs / 3 : null,
      })
    }
    return touched.filter((id, at) => this.shown(orgId, id) !== was[at])
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
    const members = new Map<string, 'looking' | 'typing'>()
    for (const seat of this.orgs.get(orgId)?.values() ?? []) {
      if (seat.conversationId !== conversationId) continue
      const isTyping = seat.typingUntilMs !== null || members.get(seat.memberId) === 'typing'
      members.set(seat.memberId, isTyping ? 'typing' : 'looking')
    }
    return { conversationId, members: [...members].map(([memberId, state]) => ({ memberId, state })) }
  }

  /** All conversations of an org at which somebody is. */
  of(orgId: string): Attendance[] {
    const ids = new Set(
      [...(this.orgs.get(orgId)?.values() ?? [])].map(({ conversationId }) => conversationId),
    )
    return [...ids].map((id) => this.at(orgId, id))
  }

  private shown(orgId: string, conversationId: string): string {
    return JSON.stringify(this.at(orgId, conversationId).members)
  }

  /** Whether one more screen may have a seat. A member who has all of theirs gives up the one least heard of. */
  private hasRoom(orgId: string, seats: Map<string, Seat>, memberId: string): boolean {
    const own = [...seats].filter(([, seat]) => seat.memberId === memberId)
    const [quietest] = own.toSorted(([, one], [, other]) => one.untilMs - other.untilMs)
    if (quietest && own.length >= maxPerMember) this.free(orgId, quietest[0])
    return seats.size < maxPerOrg && this.taken < maxSeats
  }

  private free(orgId: string, key: string): void {
    const seats = this.orgs.get(orgId)
    if (!seats?.delete(key)) return
    this.taken -= 1
    if (seats.size === 0) this.orgs.delete(orgId)
  }
}

const keyOf = ({ memberId, screen }: PresenceNote) => `${memberId}:${screen}`
