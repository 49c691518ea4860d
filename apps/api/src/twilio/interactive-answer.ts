import { z } from 'zod'
import { clip } from '../platform/clip-text.js'
import { parseJson } from './form-text.js'

/** What a customer chose or filled in, as a form's JSON tells it. */
export type InteractiveAnswer =
  | { kind: 'list'; id: string | null; title: string | null }
  | { kind: 'button'; text: string | null; payload: string | null }
  | { kind: 'call_permission'; granted: boolean }
  | { kind: 'flow'; answers: { name: string; value: string }[] }

/** A flow asks for no more. */
const maxAnswers = 50

/** Text that is only to find the flow again by: nothing that the customer said. */
const flowToken = 'flow_token'

const Choice = z.object({ id: z.string().optional(), title: z.string().optional() })
const CallAnswer = z.object({ response: z.enum(['accept', 'reject']) })
const NativeFlow = z.object({ response_json: z.string() })

/** What stands in each part of InteractiveData, by its name in small letters and without signs. */
const parts: Record<string, (value: unknown) => InteractiveAnswer | undefined> = {
  flowresponse: readFlow,
  listreply: (value) => readChoice(value, (id, title) => ({ kind: 'list', id, title })),
  buttonreply: (value) => readChoice(value, (payload, text) => ({ kind: 'button', text, payload })),
  nfmreply: (value) => {
    const { data } = NativeFlow.safeParse(value)
    return data && readFlow(parseJson(data.response_json))
  },
  callpermissionreply: (value) => {
    const { data } = CallAnswer.safeParse(value)
    return data && { kind: 'call_permission', granted: data.response === 'accept' }
  },
}

/**
 * Reads the JSON of an InteractiveData field: Twilio's `flowResponse`, or one of the answers as WhatsApp itself names them
 * (https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components#interactive-object). Whatever else it holds
 * is shown name by name.
 */
export function readInteractiveData(json: string): InteractiveAnswer {
  const whole = parseJson(json)
  if (isObject(whole)) {
    for (const [name, value] of Object.entries(whole)) {
      const part = name.toLowerCase().replaceAll('_', '')
      const answer = Object.hasOwn(parts, part) ? parts[part]?.(value) : undefined
      if (answer) return answer
    }
  }
  return readFlow(whole) ?? unread(json)
}

/** Reads the JSON of a FlowData field: the answers by their names. */
export function readFlowData(json: string): InteractiveAnswer {
  return readFlow(parseJson(json)) ?? unread(json)
}

const unread = (json: string): InteractiveAnswer => ({
  kind: 'flow',
  answers: [{ name: '', value: clip(json) }],
})

function readFlow(value: unknown): InteractiveAnswer | undefined {
  if (!isObject(value)) return undefined
  const all = Object.entries(value)
  const answered = all.filter(([name]) => name !== flowToken)
  const answers = (answered.length > 0 ? answered : all).slice(0, maxAnswers)
  return {
    kind: 'flow',
    answers: answers.map(([name, one]) => ({ name: clip(name), value: sayAnswer(one) })),
  }
}

/** Several that were ticked stand in one line. */
function sayAnswer(value: unknown): string {
  if (typeof value === 'string') return clip(value)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return clip(value.slice(0, maxAnswers).map(String).join(', '))
  return clip(JSON.stringify(value))
}

function readChoice(
  value: unknown,
  make: (id: string | null, title: string | null) => InteractiveAnswer,
): InteractiveAnswer | undefined {
  const { data } = Choice.safeParse(value)
  const [id, title] = [clip(data?.id ?? '') || null, clip(data?.title ?? '') || null]
  return id === null && title === null ? undefined : make(id, title)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
