import { clsx, type ClassValue } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'
import { alsoSet, classGroups } from './class-groups'

// With all that the library knows of Tailwind it would be a thirtieth of the inbox. A test holds what is left against the
// library's own judgement of every class that is told otherwise.
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups,
  conflictingClassGroups: alsoSet,
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ['*', '**', 'before', 'after', 'placeholder'],
}))

/** Joins class names; of two that set the same thing the later wins, so a part can be told otherwise. */
export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
