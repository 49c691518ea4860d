import { decorated } from './decorated.js'
import type { FormCase } from './form-case.js'
import { kinds } from './kinds.js'
import { media } from './media.js'
import { people } from './people.js'
import { spoilt } from './spoilt.js'
import { texts } from './texts.js'

/** Forms of our own making, at least one of each kind that a customer can cause. */
export const inboundForms: FormCase[] = [...texts, ...media, ...decorated, ...kinds, ...people, ...spoilt]
