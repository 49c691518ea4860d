import { TemplateCategory, TemplateState, type Template } from '@cloudpa/contracts/templates'
import { z } from 'zod'
import type { ContentResource } from '../twilio/twilio.client.js'
import { variablesIn } from './fill-template.js'
import { noFace, readFace, richestFirst, type Shown } from './read-face.js'
import { text } from './read-text.js'

/** A template as Twilio tells it, without what only we know of it. */
export type ReadTemplate = Omit<Template, 'id' | 'accountSid' | 'syncedAt'>

const Resource = z.object({
  sid: z.string().regex(/^HX[0-9a-zA-Z]{1,62}$/),
  friendlyName: text.catch(''),
  language: text.catch(''),
  variables: z.record(z.string(), text.catch('')).catch({}),
  types: z.record(z.string(), z.unknown()).catch({}),
  approvalRequests: z.unknown().optional(),
})

const lowered = text.transform((value) => value.toLowerCase())
const Approval = z.object({
  // One that is new to us lets nothing pass.
  status: lowered.pipe(TemplateState.catch('pending')).catch('unsubmitted'),
  category: lowered.pipe(TemplateCategory).nullable().catch(null),
  content_type: text.catch(''),
  rejection_reason: text.catch(''),
})

/**
 * Reads a Content resource with its approval (https://www.twilio.com/docs/content/content-api-resources). What is unknown
 * or broken in it makes it one of kind `other`: it is shown, and can't be sent.
 * @returns undefined where it has no sid to be called by
 */
export function readTemplate(resource: ContentResource): ReadTemplate | undefined {
  const { data } = Resource.safeParse(resource)
  if (!data) return undefined
  const { sid, friendlyName, language, types, variables } = data
  const approval = Approval.parse(approvalIn(data.approvalRequests))
  const { kind, body, ...face } = shownOf(types, approval.content_type)
  return {
    sid,
    name: friendlyName || sid,
    language,
    kind,
    category: approval.category,
    body,
    ...face,
    variables: variablesIn(body, face).map((name) => ({ name, sample: sampleOf(name, variables) })),
    state: approval.status,
    reason: approval.rejection_reason || null,
  }
}

/** A variable may be called like what every object has. */
function sampleOf(name: string, samples: Record<string, string>): string {
  return Object.hasOwn(samples, name) ? (samples[name] ?? '') : ''
}

/** Some of Twilio's answers name the channel first. */
function approvalIn(value: unknown): object {
  const given = z.looseObject({ whatsapp: z.looseObject({}).optional() }).safeParse(value).data
  return given?.whatsapp ?? given ?? {}
}

/** What WhatsApp shows of several types that one resource has: the one that was approved, else the richest. */
function shownOf(types: Record<string, unknown>, approved: string): Shown {
  const there = Object.keys(types).filter((type) => types[type] !== null && types[type] !== undefined)
  const isRicher = there.filter((type) => !richestFirst.includes(type))
  const type = there.includes(approved)
    ? approved
    : (isRicher[0] ?? richestFirst.find((one) => there.includes(one)))
  const shown = type === undefined ? undefined : readFace(type, types[type])
  return shown ?? { kind: 'other', body: wordsIn(type && types[type]), ...noFace }
}

function wordsIn(value: unknown): string {
  return z.object({ body: text }).safeParse(value).data?.body ?? ''
}
