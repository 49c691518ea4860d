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

/**
 * Whom a text names behind an @: by the whole name, or by its first word where nobody else's begins with it. Capitals
 * are no matter. Members of one name are all meant, as nothing in a text tells them apart.
 */
export function findMentions(body: string, members: readonly Nameable[]): Mentioned[] {
  const called = namesOf(members)
  const found = new Map<string, Mentioned>()
  for (const { index } of body.matchAll(at)) {
    const rest = body.slice(index + 1)
    const match = called.get(lower(rest).charAt(0))?.find(({ name }) => begins(rest, name))
    if (!match) continue
    const name = rest.slice(0, match.name.length)
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
    if (letter) byLetter.set(letter, [...(byLetter.get(letter) ?? []), one])
  }
  return byLetter
}

function add(names: Map<string, string[]>, name: string, id: string): void {
  names.set(name, [...(names.get(name) ?? []), id])
}

/** Whether a text begins with a name that ends there. */
const begins = (text: string, name: string) =>
  lower(text.slice(0, name.length)) === name && !goesOn.test(text.slice(name.length))

const lower = (text: string) => text.toLowerCase()
