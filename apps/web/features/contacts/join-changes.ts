import type { ContactField } from '@cloudpa/contracts/contacts'
import { joinTexts } from '../../client/join-texts'

/** What somebody made of a thing: as it was when they began, and as it is now. */
export interface Edit<T> {
  from: T
  now: T
}

/** A note that somebody changed, and others meanwhile: both, so that nothing of either is lost. */
export function joinNote({ from, now }: Edit<string>, today: string): string {
  return today === from ? now : joinTexts(today, now)
}

/**
 * Fields that somebody changed, and others meanwhile: what they took away is gone and what they wrote is there. Where both
 * changed the same one, both of it stand.
 */
export function joinFields({ from, now }: Edit<ContactField[]>, today: ContactField[]): ContactField[] {
  if (isSame(from, today)) return now
  const others = without(today, without(from, now))
  return [...others, ...without(without(now, from), others)]
}

export const isSame = (a: ContactField[], b: ContactField[]) =>
  a.length === b.length && a.every((field, at) => isOne(field, b[at]))

const isOne = (a: ContactField, b: ContactField | undefined) => a.label === b?.label && a.value === b.value

/** The fields that are not among others; one that is there twice is taken away once for each. */
function without(fields: ContactField[], taken: ContactField[]): ContactField[] {
  const left = [...taken]
  return fields.filter((field) => {
    const at = left.findIndex((other) => isOne(field, other))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
