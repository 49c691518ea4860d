import { readOutside } from '@cloudpa/testing/cases'
import { Ajv } from 'ajv'
import { expect } from 'vitest'
import { twilioSchemas } from './twilio-schema.js'

interface Operation {
  responses: Record<string, { content: Record<string, { schema: object }> }>
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { properties: object }> }
}

const spec = readOutside<OpenApi>('oai/twilio_api_v2010.json')
const newer = ['content_v1', 'content_v2', 'messaging_v1', 'messaging_v2'] as const
const ajv = new Ajv({ strict: false, allErrors: true })
ajv.addFormat('date-time-rfc-2822', /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/)
ajv.addFormat('phone-number', /^(whatsapp:)?\S+$/)
ajv.addFormat('uri', /^(\/2010-04-01\/|https?:\/\/)\S+$/)
for (const format of ['currency', 'uri-map', 'date-time', 'int64']) ajv.addFormat(format, true)
ajv.addFormat('http-method', /^(GET|POST)$/)
if (spec !== undefined) ajv.addSchema(spec, 'twilio')
for (const name of newer) {
  const each = readOutside<OpenApi>(`oai/twilio_${name}.json`)
  if (each !== undefined) ajv.addSchema(each, name)
}

/** Where the specification describes an answer. */
function pointerTo(path: string, method: string, status: number): string {
  const parts = ['paths', path, method, 'responses', `${status}`, 'content', 'application/json', 'schema']
  return parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
}

/** Holds an answer against our schema. */
export function expectOurs(kind: keyof typeof twilioSchemas, body: unknown): void {
  const ours = ajv.compile(twilioSchemas[kind])
  expect(ours(body) ? [] : ours.errors).toEqual([])
}

/** Holds an answer against our schema, and against Twilio's specification where it is at hand. */
export function expectValid(
  kind: keyof typeof twilioSchemas,
  body: unknown,
  [path, method, status]: [string, string, number],
): void {
  expectOurs(kind, body)
  expectTheirs('twilio', body, [path, method, status])
}

/** Holds an answer against one of Twilio's specifications, where they are at hand. */
export function expectTheirs(
  name: 'twilio' | (typeof newer)[number],
  body: unknown,
  [path, method, status]: [string, string, number],
): void {
  if (spec === undefined) return
  const theirs = ajv.getSchema(`${name}#/${pointerTo(path, method, status)}`)
  if (theirs === undefined) throw new Error(`The specification has no ${method} ${path} ${status}`)
  expect(theirs(body) === true ? [] : theirs.errors).toEqual([])
}

/** Expects the fields that the specification names, and no other. */
export function expectEveryField(schema: string, body: object): void {
  if (spec === undefined) return
  const fields = Object.keys(spec.components.schemas[schema]?.properties ?? {})
  expect(Object.keys(body).sort()).toEqual(fields.sort())
}
