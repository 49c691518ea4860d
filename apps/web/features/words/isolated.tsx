import type { ReactNode } from 'react'

/** The same where there are words alone, as in a toast: marks that stand for nothing but their direction. */
export const isolate = (name: string) => `\u2068${name}\u2069`

/** For t.rich: a number or a name inside a sentence, whose direction is its own. */
export const isolated = { b: (chunks: ReactNode) => <bdi>{chunks}</bdi> }

/** The same where it is what the sentence is about: an address that a mail went to. */
export const strong = {
  b: (chunks: ReactNode) => <bdi className="font-medium break-words text-ink">{chunks}</bdi>,
}
