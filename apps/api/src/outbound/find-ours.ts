import type { ListedMessage } from '../twilio/twilio.client.js'
import type { Outgoing } from './outgoing.js'

/** Twilio's clock may run behind the database's, by less than this. */
const clockToleranceMs = 60_000

/** What is looked for in Twilio's list. */
export interface Sought {
  outgoing: Outgoing
  firstClaimedAt: Date
  /** Which of the listed sids other messages have. */
  known: ReadonlySet<string>
  /** Whether another message that looks the same there was perhaps taken as well, or more than once. */
  hasTwin: boolean
}

/**
 * What any attempt of a message left in Twilio's list: one whose list was behind is found by the next. Older than the
 * first attempt is an equal text of before, and so is one whose sid another message has. Two equal texts may stand for each
 * other. The list tells of files only how many there are, and of places only their words: where one could be another
 * message's, nobody says whose it is. Of a template Twilio makes the words itself: where they may differ from ours, what
 * nobody knows of may be it.
 * @returns undefined when there is none, `unclear` when there may be
 */
export function findOurs(listed: ListedMessage[], sought: Sought): ListedMessage | 'unclear' | undefined {
  const { outgoing, firstClaimedAt, known, hasTwin } = sought
  const fromMs = firstClaimedAt.getTime() - clockToleranceMs
  const unknown = listed
    .filter(({ sid, dateCreated }) => !known.has(sid) && dateCreated.getTime() > fromMs)
    .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
  const found = unknown.filter(({ body }) => body === outgoing.body)
  if (outgoing.template) {
    const [first = unknown.length > 0 ? 'unclear' : undefined] = found
    return first && hasTwin ? 'unclear' : first
  }
  if (!outgoing.file) {
    const [first, another] = found.filter(({ numMedia }) => numMedia === 0)
    return first && (hasTwin || (outgoing.place && another)) ? 'unclear' : first
  }
  const [first, another] = found
  if (!first) return undefined
  // One without words is a file even before Twilio has counted it.
  const isFile = first.numMedia > 0 || first.body === ''
  return another || hasTwin || !isFile ? 'unclear' : first
}
