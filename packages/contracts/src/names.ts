import { z } from 'zod'

/** Marks that turn the text around them (Unicode TR 9). They can't be seen, and come along when a name is copied. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A name without the marks that would turn the sentence it stands in. */
export function withoutTurning(name: string): string {
  return name.replace(turning, '')
}

/** A text without halves of surrogate pairs, for which JSON in the database has no place. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}

export const longestName = 80

/** What somebody calls a person, a business, a number or a key; empty for none. */
export const NameOrNone = z
  .string()
  .overwrite((name) => wellFormed(withoutTurning(name)))
  .trim()
  .max(longestName, `A name has at most ${longestName} characters.`)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'A name is a single line, without control characters.')

export const Name = NameOrNone.min(1, 'Give it a name.')
