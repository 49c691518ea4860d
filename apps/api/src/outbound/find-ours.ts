import type { ListedMessage } from '../twilio/twilio.client.js'
import type { Outgoing } from './outgoing.js'

/** Twilio's clock may run behind the database's, by less than this. */
export const clockToleranceMs = 60_000

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
 * Finds a message in Twilio's list, from whichever attempt. Anything older than the first attempt, or whose sid another
 * message has, is a different message. Of two equal texts either will do. The list shows only how many files a message has,
 * and only the words of a location, so a match that could belong to another message is `unclear`. So is any unknown message
 * when a template is sought, because Twilio writes its text and may word it differently.
 * @returns undefined when it is not there, `unclear` when it may be
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
