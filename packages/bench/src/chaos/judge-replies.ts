import { findInversions } from './inversions.js'
import type { ReplyEntry } from './journal.js'
import type { ShownConversation, ShownMessage } from './judge-forms.js'

/** A message that the simulated Twilio took from the product, oldest first. */
export interface TakenMessage {
  sid: string
  /** Its words, or the name of its file where it has none. */
  body: string
  /** Of its file, where it has one. */
  fileName: string | null
  /** With its channel: whatsapp:+1… */
  to: string
  from: string
  /** What Twilio knows became of it. */
  status: string
}

/** The promises broken to members; each holds one line for each case, for whoever has to find out. */
export interface RepliesVerdict {
  /** Accepted, and neither taken by Twilio nor shown as failed or unconfirmed. */
  lost: string[]
  /** Shown more than once. */
  doubled: string[]
  sentTwice: string[]
  /** Shown as sent though Twilio has none, as failed though Twilio sent it, or with the sid of another. */
  wronglyShown: string[]
  /** Taken by Twilio before what was accepted earlier, or before an earlier part of the same text. */
  inversions: string[]
  /** Shown as failed or unconfirmed. No fault, but a run in which many are says little. */
  givenUp: string[]
}

const reached = new Set(['sent', 'delivered', 'read'])
const abandoned = new Set(['failed', 'unconfirmed'])

/** Holds what the product shows of replies, and what Twilio took, against what was asked for. */
export function judgeReplies(
  asked: ReplyEntry[],
  shown: ShownConversation[],
  taken: TakenMessage[],
): RepliesVerdict {
  const verdict: RepliesVerdict = {
    lost: [],
    doubled: [],
    sentTwice: [],
    wronglyShown: [],
    inversions: findInversionsAtTwilio(asked, taken),
    givenUp: [],
  }
  const messages = group(
    shown.flatMap((conversation) => conversation.messages),
    ({ clientId }) => clientId,
  )
  // Every reply's words are its own, and every part's.
  const takenByBody = group(taken, ({ body }) => body)
  for (const reply of asked) {
    const [copy, ...furtherCopies] = takenByBody.get(reply.body) ?? []
    const [message, ...furtherMessages] = messages.get(reply.clientId) ?? []
    const name = `${reply.body}, fault: ${reply.fault ?? 'none'}`
    verdict.sentTwice.push(...furtherCopies.map(({ sid }) => `${name}: ${copy?.sid} and ${sid}`))
    verdict.doubled.push(...furtherMessages.map(() => name))
    if (message) judgeShown(verdict, reply, message, copy)
    else if (reply.answeredAtMs !== undefined) verdict.lost.push(`${name}: not in the inbox`)
    else if (copy) verdict.wronglyShown.push(`${name}: sent, and not in the inbox`)
  }
  return verdict
}

function judgeShown(
  verdict: RepliesVerdict,
  reply: ReplyEntry,
  { status, sid, body }: ShownMessage,
  copy: TakenMessage | undefined,
): void {
  const isGivenUp = abandoned.has(status)
  const line = `${reply.body}, fault: ${reply.fault ?? 'none'}: shown as ${status} ${sid}, at Twilio ${copy?.status} ${copy?.sid}`
  if (isGivenUp) verdict.givenUp.push(line)
  if (!copy) {
    if (!isGivenUp) (reached.has(status) || sid ? verdict.wronglyShown : verdict.lost).push(line)
    return
  }
  const isElsewhere = copy.to !== `whatsapp:${reply.phone}` || reply.shownBody !== body
  const isOtherFile = copy.fileName !== (reply.fileName ?? null)
  const isOther = sid !== null && sid !== copy.sid
  const isFailure = copy.status === 'failed' || copy.status === 'undelivered'
  const isDeniedFailure = isFailure && (status === 'delivered' || status === 'read')
  const isInventedFailure = status === 'failed' && !isFailure
  // Without a sid the product has not learnt that Twilio took it, though it goes on showing it as on its way.
  const isUnsettled = sid === null && !isGivenUp
  if (isElsewhere || isOtherFile || isOther || isDeniedFailure || isInventedFailure || isUnsettled)
    verdict.wronglyShown.push(line)
}

function findInversionsAtTwilio(asked: ReplyEntry[], taken: TakenMessage[]): string[] {
  const byBody = new Map(asked.map((reply) => [reply.body, reply]))
  const conversations = [...group(taken, ({ from, to }) => `${from} ${to}`).values()]
  return conversations.flatMap((copies) => {
    const inOrder = copies.flatMap(({ body }) => byBody.get(body) ?? [])
    const atOnce = inOrder.filter(({ isLater = false }) => !isLater)
    return [...findInversions(atOnce), ...findSwappedParts(inOrder)].map(({ body }) => body)
  })
}

/** Parts of one text are asked for at one moment, and yet have an order. */
function findSwappedParts(inOrder: ReplyEntry[]): ReplyEntry[] {
  return [...group(inOrder, ({ clientId }) => clientId.split(' ')[0]).values()].flatMap((parts) =>
    parts.filter(({ part }, index) => part < Math.max(...parts.slice(0, index).map((each) => each.part))),
  )
}

function group<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const members = groups.get(key)
    if (members) members.push(item)
    else groups.set(key, [item])
  }
  return groups
}
