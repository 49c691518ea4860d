import { mostMentions } from '@cloudpa/contracts/note-limits'
import type { Mentioned } from '@cloudpa/contracts/notes'

/** A member by name. */
export interface Nameable {
  id: string
  name: string
}

const at = /(?<![\p{L}\p{M}\p{N}_@])@(?=\S)/gu
const goesOn = /^[\p{L}\p{M}\p{N}_]/u
const firstWord = /^\S+/u

/** A note that has more of them says nothing to anybody, and costs a look at all names for each. */
const mostSigns = 4 * mostMentions

/**
 * Whom a text names behind an @: by the whole name, or by its first word where nobody else's begins with it. Capitals
 * are no matter. Members of one name are all meant, as nothing in a text tells them apart.
 */
export function findMentions(body: string, members: readonly Nameable[]): Mentioned[] {
  const called = namesOf(members)
  const folded = lower(body)
  const found = new Map<string, Mentioned>()
  for (const { index } of [...body.matchAll(at)].slice(0, mostSigns)) {
    const start = index + 1
    const match = called
      .get(folded.charAt(start))
      ?.find(({ name }) => folded.startsWith(name, start) && !goesOn.test(body.slice(start + name.length)))
    if (!match) continue
    const name = body.slice(start, start + match.name.length)
    for (const memberId of match.ids) found.set(`${memberId} ${name}`, { memberId, name })
    if (found.size >= mostMentions) break
  }
  return [...found.values()].slice(0, mostMentions)
}

interface Called {
  name: string
  ids: string[]
}

/** Every name that somebody goes by, by its first letter; the longest first, as it may begin with another one. */
function namesOf(members: readonly Nameable[]): Map<string, Called[]> {
  const whole = new Map<string, string[]>()
  const first = new Map<string, string[]>()
  for (const { id, name } of members) {
    add(whole, lower(name.trim()), id)
    add(first, lower(firstWord.exec(name.trim())?.[0] ?? ''), id)
  }
  const short = [...first].filter(([name, ids]) => ids.length === 1 && !whole.has(name))
  const called = [...whole, ...short].map(([name, ids]): Called => ({ name, ids }))
  const byLetter = new Map<string, Called[]>()
  for (const one of called.toSorted((a, b) => b.name.length - a.name.length)) {
    const letter = one.name.charAt(0)
    if (letter) add(byLetter, letter, one)
  }
  return byLetter
}

function add<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key)
  if (list) list.push(one)
  else lists.set(key, [one])
}

/** As long as the text: İ alone would become two, and a sigma is another one at the end of a word. */
const lower = (text: string) => text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ')
