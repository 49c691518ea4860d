import type { Conversation } from '@cloudpa/contracts/conversations'
import type { Act, ActedOn, BulkAnswer, Undo } from '@cloudpa/contracts/triage'
import { postFromLeavingPage, request } from '../../client/request'
import { conversations, type ConversationStore } from '../live/conversation-store'
import { giveUpReadMark, settleReadMark } from '../sending/read-marks'
import { after, asBefore } from './after-act'

const address = '/api/v1/messaging/conversations/bulk'
/** How many acts can be taken back, the last first. */
const maxKept = 20
/** About so many an act is carried to its end though the page goes meanwhile: a browser takes no more words on such a way. */
const maxCarried = 100

interface Done {
  /** Which of all acts it is. */
  number: number
  atMs: number
  before: Conversation[]
  /** Null when it came to nothing. */
  undo: Promise<Undo | null>
}

/** An act that is being taken back. */
interface Undone {
  number: number
  /** The conversations it is about, as they were. */
  before: Conversation[]
  /** Whether the server restored anything: it leaves what somebody changed since. */
  answered: Promise<boolean>
}

/** What was done here with conversations, one thing after the other, so that the later one wins. */
export class Acts {
  private readonly done: Done[] = []
  private count = 0
  /** What is on its way. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly store: ConversationStore) {}

  /**
   * Does something with conversations: on this screen at once, then in one request. What is refused is taken back here.
   * @returns which it changed here, as they were, what comes of it, and how to take back just this one: null where it
   *   was taken back already, or came to nothing
   */
  do(ids: readonly string[], act: Act, assignee: Conversation['assignee'] = null) {
    const before = ids.flatMap((id) => this.store.get(id) ?? [])
    // What came later than what stands here is not to be put away unseen.
    const seen = Object.fromEntries(
      before.flatMap(({ id, lastMessage }) => (lastMessage ? [[id, lastMessage.position]] : [])),
    )
    const letGo = this.store.hold(ids, (now) => after(act, now, assignee))
    const answered = this.inTurn(async () => {
      await Promise.all(ids.map(settleReadMark))
      if (act.kind === 'unread') ids.forEach(giveUpReadMark)
      const asked = { ids, action: act, seen }
      return ids.length > maxCarried
        ? request<BulkAnswer>('POST', address, asked)
        : postFromLeavingPage<BulkAnswer>(address, asked)
    }, letGo)
    this.count += 1
    const entry: Done = {
      number: this.count,
      atMs: Date.now(),
      before,
      undo: answered.then(({ undo }) => undo).catch(() => null),
    }
    this.done.push(entry)
    if (this.done.length > maxKept) this.done.shift()
    void entry.undo.then((undo) => {
      // What changed nothing there leaves nothing to take back.
      if (!undo?.length && this.done.includes(entry)) this.done.splice(this.done.indexOf(entry), 1)
    })
    return { number: entry.number, before, answered, undo: () => this.takeBack(entry) }
  }

  /** When the last act was that can be taken back; 0 where there is none. */
  get lastAtMs(): number {
    return this.done.at(-1)?.atMs ?? 0
  }

  /** Takes back the last act that was not taken back; null where there is nothing to take back. */
  undoLast(): Undone | null {
    return this.takeBack(this.done.at(-1))
  }

  /** Takes back an act. Whatever somebody did since with one of its conversations stays. */
  private takeBack(entry: Done | undefined): Undone | null {
    if (!entry || !this.done.includes(entry)) return null
    this.done.splice(this.done.indexOf(entry), 1)
    const { number, before, undo } = entry
    const byId = new Map(before.map((one) => [one.id, one]))
    const letGo = this.store.hold(byId.keys(), (now) => asBefore(byId.get(now.id) ?? now, now))
    const answered = this.inTurn(async () => {
      const back = await undo
      if (!back?.length) return { items: [], back: [] }
      return { ...(await request<ActedOn>('POST', `${address}/undo`, { undo: back })), back }
    }, letGo)
    return { number, before, answered: answered.then(({ items, back }) => isAnyRestored(back, items)) }
  }

  private async inTurn<T extends ActedOn>(ask: () => Promise<T>, letGo: () => void): Promise<T> {
    const turn = this.last.then(ask)
    this.last = turn.catch(() => undefined)
    try {
      const answer = await turn
      this.store.apply(answer.items)
      return answer
    } finally {
      letGo()
    }
  }
}

function isAnyRestored(back: Undo, items: readonly Conversation[]): boolean {
  return back.some(({ id, stand, starred, labels, assignee, reading }) => {
    const now = items.find((item) => item.id === id)
    if (!now) return false
    const stands = stand && now.state === stand.state && now.snoozedUntil === stand.snoozedUntil
    const isLabelled = labels && `${now.labels}` === `${labels}`
    const isAssigned = assignee && assignee.memberId === (now.assignee?.memberId ?? null)
    return isLabelled || isAssigned || stands || now.starred === starred || now.readPosition === reading?.from
  })
}

/** What this page did. */
export const acts = new Acts(conversations)
