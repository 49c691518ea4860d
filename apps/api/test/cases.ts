import { readOutside, readOutsideFolder } from '@cloudpa/testing/cases'
import type { FormCase } from './forms/form-case.js'
import { inboundForms } from './forms/inbound.js'
import { furtherFields, strangeTexts } from './forms/spoilt.js'
import { statusForms } from './forms/statuses.js'

const named = (cases: FormCase[]) => cases.map((one) => [one.id, one] as const)

/** Our own forms, and where they are at hand those that nobody here wrote. */
export const inboundCases = named([...inboundForms, ...readOutsideFolder<FormCase>('inbound')])
export const statusCases = named([...statusForms, ...readOutsideFolder<FormCase>('status')])

export const strangeBodies = [...strangeTexts, ...(readOutside<string[]>('naughty-strings.json') ?? [])]
export const strangeFields = [
  ...furtherFields,
  ...(readOutside<{ cases: string[] }>('forms.json')?.cases ?? []),
]
