import type { ReactNode } from 'react'

/** For t.rich: a number or a name inside a sentence, whose direction is its own. */
export const isolated = { b: (chunks: ReactNode) => <bdi>{chunks}</bdi> }
